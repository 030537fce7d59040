"""Where the answer may go."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.clients.redirects import is_registered
from armillary.auth.errors import InvalidRequest


def check_redirect_uri(authorization: Authorization) -> None:
    """Trust the redirect URI if the client registered it (RFC 9700 section 2.1).

    Errors found later are told to that URI; this one and earlier ones to the person only.

    :raises InvalidRequest: it is missing or not the client's
    """
    presented = authorization.parameters.get("redirect_uri", "")
    stored = authorization.client.redirect_uris
    if not is_registered(presented, stored, authorization.settings):
        raise InvalidRequest(
            "The redirect_uri is not one that the app has registered. "
            "Register it, or use one that is."
        )
    authorization.redirect_uri = presented
