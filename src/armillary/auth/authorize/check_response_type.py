"""What the answer shall be."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import InvalidRequest, UnsupportedResponseType


def check_response_type(authorization: Authorization) -> None:
    """Only ``code``, in the query: no tokens in URLs (RFC 9700 section 2.1.2).

    :raises InvalidRequest: it is missing, or another response mode is asked for
    :raises UnsupportedResponseType: it is another
    """
    response_type = authorization.parameters.get("response_type")
    if response_type is None:
        raise InvalidRequest("response_type is missing; it must be code.")
    if response_type != "code":
        raise UnsupportedResponseType("The only response_type is code.")
    if authorization.parameters.get("response_mode", "query") != "query":
        raise InvalidRequest("The only response_mode is query.")
    # OIDC Core sections 6.1, 6.2: request objects are optional, but not to be ignored.
    if authorization.parameters.keys() & {"request", "request_uri"}:
        raise InvalidRequest("Request objects are not supported; send plain parameters.")
