"""Who is signed in, and whether that is recent enough."""

from __future__ import annotations

from datetime import UTC, datetime

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.errors import LoginRequired
from armillary.auth.sessions.store import find_session
from armillary.core.clock import utcnow

_ANY_TIME = datetime.min.replace(tzinfo=UTC)


def check_login(authorization: Authorization) -> Step | None:
    """Find the browser's session, or have the person sign in (OIDC Core section 3.1.2.3).

    :raises LoginRequired: somebody must sign in, and ``prompt=none`` forbids to ask
    """
    signed_in = find_session(authorization.session, authorization.cookie)
    if signed_in is not None and signed_in.auth_time >= _not_before(authorization):
        authorization.signed_in = signed_in
        return None
    return must_sign_in(authorization)


def must_sign_in(authorization: Authorization, wanted: str | None = None) -> Step:
    """The step of signing in.

    :param wanted: what is wrong with the present session, for the person to read
    :raises LoginRequired: ``prompt=none`` forbids it
    """
    if "none" in authorization.prompts:
        raise LoginRequired(
            wanted or "Nobody is signed in, or not in the way that the app asks for."
        )
    authorization.wanted = wanted
    return Step.SIGN_IN


def _not_before(authorization: Authorization) -> datetime:
    if authorization.prompts & {"login", "select_account"}:
        return authorization.requested_at
    if authorization.max_age is None:
        return _ANY_TIME
    # The sign-in that this very request brought about is always recent enough.
    return min(utcnow() - authorization.max_age, authorization.requested_at)
