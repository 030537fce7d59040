"""What to do when a request needs a session with several factors."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_login import must_sign_in
from armillary.auth.factors.store import has_factor
from armillary.auth.policies.rules import MFA
from armillary.auth.sessions.rules import FRESH
from armillary.core.clock import utcnow


def has_mfa(authorization: Authorization) -> bool:
    """Whether somebody proved themselves by several factors in this session (RFC 8176)."""
    return any(MFA in each.amr for each in authorization.signed_in.authentications)


def must_use_second_factor(authorization: Authorization, wanted: str) -> Step:
    """Have the person sign in with a second factor, or first make one.

    :param wanted: why, for the person to read
    :raises LoginRequired: ``prompt=none`` forbids both
    """
    step = must_sign_in(authorization, wanted)
    latest = authorization.signed_in.latest
    if has_factor(authorization.session, latest.identity_id):
        return step
    # Whoever makes one must be who signs in: an old session might be somebody else's by now.
    return Step.ENROL if latest.auth_time >= utcnow() - FRESH else step
