"""Whether who changes the account has used the account's second factor."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_login import must_sign_in
from armillary.auth.factors.store import has_factor
from armillary.auth.policies.rules import MFA


def check_own_factors(authorization: Authorization) -> Step | None:
    """Have the person sign in once more if this session is older than the second factor."""
    latest = authorization.signed_in.latest
    if MFA in latest.amr or not has_factor(authorization.session, latest.identity_id):
        return None
    return must_sign_in(authorization, "Sign in with your second factor.")
