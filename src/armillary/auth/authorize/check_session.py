"""What else the app asks of the session (``session_required_*``)."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_login import must_sign_in
from armillary.auth.errors import UnmetAuthenticationRequirements
from armillary.auth.identities.domains import vouched_domain
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_many
from armillary.auth.policies.evaluation import listed


def check_session(authorization: Authorization) -> Step | None:
    """Have the person sign in as who the app asks for.

    :raises UnmetAuthenticationRequirements: what is asked for can't be had here
    :raises LoginRequired: somebody else is signed in, and ``prompt=none`` forbids to ask
    """
    _refuse_unsupported(authorization)
    wanted = listed(authorization.parameters.get("session_required_identities", ""))
    domains = listed(authorization.parameters.get("session_required_single_domain", ""))
    if not wanted and not domains:
        return None
    ids = {a.identity_id for a in authorization.signed_in.authentications}
    proven = find_many(authorization.session, ids=ids)
    if lacking := set(wanted) - {i.id for i in proven} - {i.username for i in proven}:
        names = _names(authorization, lacking)
        return must_sign_in(authorization, f"Sign in as {', '.join(names)}.")
    if domains and not _in_a_domain(proven, domains):
        return must_sign_in(authorization, f"Sign in with an identity of {' or '.join(domains)}.")
    return None


def _in_a_domain(proven: list[Identity], domains: list[str]) -> bool:
    return any(vouched_domain(identity) in domains for identity in proven)


def _names(authorization: Authorization, wanted: set[str]) -> list[str]:
    known = {i.id: i.username for i in find_many(authorization.session, ids=wanted)}
    return sorted(known.get(each, each) for each in wanted)


def _refuse_unsupported(authorization: Authorization) -> None:
    if authorization.parameters.get("session_required_mfa", "").lower() in ("true", "1"):
        raise UnmetAuthenticationRequirements(
            "The app asks for multi-factor authentication, which this service does not have yet."
        )
