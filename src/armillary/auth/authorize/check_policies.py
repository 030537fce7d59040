"""Whether the session meets the policies that the app names (``session_required_policies``)."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_login import must_sign_in
from armillary.auth.authorize.second_factor import must_use_second_factor
from armillary.auth.policies.evaluation import evaluate_policies, listed


def check_policies(authorization: Authorization) -> Step | None:
    """Have the person sign in as the policies want it.

    :raises InvalidRequest: a policy does not exist
    :raises LoginRequired: one is not met, and ``prompt=none`` forbids to ask
    """
    signed_in = authorization.signed_in
    evaluated = evaluate_policies(
        authorization.session,
        listed(authorization.parameters.get("session_required_policies", "")),
        signed_in.identity.account_id,
        signed_in.summary(),
    )
    for each in evaluated:
        if each.evaluation.unmet:
            wanted = f"“{each.policy.display_name}” applies. {each.evaluation.unmet}"
            ask = must_use_second_factor if each.evaluation.lacks_mfa else must_sign_in
            return ask(authorization, wanted)
    ends = [each.evaluation.until for each in evaluated if each.evaluation.until]
    authorization.assured_until = min(ends, default=None)
    return None
