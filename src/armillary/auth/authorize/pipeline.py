"""The order in which an authorization request is checked."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_consent import check_consent
from armillary.auth.authorize.check_domains import check_domains
from armillary.auth.authorize.check_login import check_login
from armillary.auth.authorize.check_own_factors import check_own_factors
from armillary.auth.authorize.check_pkce import check_pkce
from armillary.auth.authorize.check_policies import check_policies
from armillary.auth.authorize.check_prompt import check_prompt
from armillary.auth.authorize.check_redirect_uri import check_redirect_uri
from armillary.auth.authorize.check_response_type import check_response_type
from armillary.auth.authorize.check_session import check_session
from armillary.auth.authorize.load_client import load_client
from armillary.auth.authorize.load_own_page import load_own_page
from armillary.auth.authorize.load_scopes import load_scopes

Check = Callable[[Authorization], Step | None]

CHECKS: tuple[Check, ...] = (
    load_client,
    check_redirect_uri,
    # From here on the redirect URI is trusted, and errors are told to the app.
    check_response_type,
    check_pkce,
    load_scopes,
    check_prompt,
    # From here on the person may be asked.
    check_login,
    check_session,
    check_policies,
    check_domains,
    check_consent,
)

# For our own pages, on which people manage their account: no app, no consent, no redirect.
OWN_PAGE_CHECKS: tuple[Check, ...] = (
    load_own_page,
    check_prompt,
    check_login,
    check_own_factors,
)

# A device is nowhere to be sent to: it polls for its answer (RFC 8628 section 3.1).
_BY_REDIRECT = (check_redirect_uri, check_response_type)
DEVICE_CHECKS = tuple(check for check in CHECKS if check not in _BY_REDIRECT)


def next_step(authorization: Authorization) -> Step | None:
    """What the person must do next, or None when nothing stands between the app and its code.

    :raises OAuthError: the request can't be granted; ``authorization.redirect_uri`` is set if
        the app may be told
    """
    for check in _checks_of(authorization):
        step = check(authorization)
        if step is not None:
            return step
    return None


def check_device_request(authorization: Authorization) -> None:
    """What can be said of a device's request before there is a person.

    :raises OAuthError: the request can't be granted
    """
    for check in takewhile(lambda check: check is not check_login, DEVICE_CHECKS):
        check(authorization)


def find_who_asks(authorization: Authorization) -> None:
    """Run the first checks only: those that find out for whom a page is shown.

    :raises InvalidRequest: nobody whom we know
    """
    first = {load_own_page, load_client, check_redirect_uri}
    for check in takewhile(first.__contains__, _checks_of(authorization)):
        check(authorization)


def _checks_of(authorization: Authorization) -> tuple[Check, ...]:
    if authorization.page is not None:
        return OWN_PAGE_CHECKS
    return CHECKS if authorization.user_code is None else DEVICE_CHECKS
