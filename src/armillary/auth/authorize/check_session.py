"""What else the app asks of the session (``session_required_*``)."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_login import must_sign_in
from armillary.auth.errors import UnmetAuthenticationRequirements
from armillary.auth.identities.store import find_many


def check_session(authorization: Authorization) -> Step | None:
    """Have the person sign in as who the app asks for.

    :raises UnmetAuthenticationRequirements: what is asked for can't be had here
    """
    _refuse_unsupported(authorization)
    wanted = _listed(authorization, "session_required_identities")
    domains = _listed(authorization, "session_required_single_domain")
    if not wanted and not domains:
        return None
    proven = {a.identity_id for a in authorization.signed_in.authentications}
    usernames = {i.username for i in find_many(authorization.session, ids=proven)}
    satisfied = set(wanted) <= proven | usernames and _in_a_domain(usernames, domains)
    return None if satisfied else must_sign_in(authorization)


def _in_a_domain(usernames: set[str], domains: list[str]) -> bool:
    return not domains or any(name.partition("@")[2] in domains for name in usernames)


def _refuse_unsupported(authorization: Authorization) -> None:
    if authorization.parameters.get("session_required_mfa", "").lower() in ("true", "1"):
        raise UnmetAuthenticationRequirements(
            "The app asks for multi-factor authentication, which this service does not have yet."
        )
    if _listed(authorization, "session_required_policies"):
        raise UnmetAuthenticationRequirements(
            "The app asks for an authentication policy, which this service does not have yet."
        )


def _listed(authorization: Authorization, name: str) -> list[str]:
    values = authorization.parameters.get(name, "").lower().split(",")
    return [value.strip() for value in values if value.strip()]
