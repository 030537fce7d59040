"""What else the app asks of the session (``session_required_*``)."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.check_login import must_sign_in
from armillary.auth.authorize.second_factor import has_mfa, must_use_second_factor
from armillary.auth.identities.domains import vouched_domain
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_many
from armillary.auth.policies.evaluation import listed


def check_session(authorization: Authorization) -> Step | None:
    """Have the person sign in as who and how the app asks for.

    :raises LoginRequired: the session is another one, and ``prompt=none`` forbids to ask
    """
    wanted = listed(authorization.parameters.get("session_required_identities", ""))
    domains = listed(authorization.parameters.get("session_required_single_domain", ""))
    ids = {a.identity_id for a in authorization.signed_in.authentications}
    proven = find_many(authorization.session, ids=ids)
    if lacking := set(wanted) - {i.id for i in proven} - {i.username for i in proven}:
        names = _names(authorization, lacking)
        return must_sign_in(authorization, f"Sign in as {', '.join(names)}.")
    if domains and not _in_a_domain(proven, domains):
        return must_sign_in(authorization, f"Sign in with an identity of {' or '.join(domains)}.")
    if _wants_mfa(authorization) and not has_mfa(authorization):
        return must_use_second_factor(authorization, "The app asks for a second factor.")
    return None


def _in_a_domain(proven: list[Identity], domains: list[str]) -> bool:
    return any(vouched_domain(identity) in domains for identity in proven)


def _names(authorization: Authorization, wanted: set[str]) -> list[str]:
    known = {i.id: i.username for i in find_many(authorization.session, ids=wanted)}
    return sorted(known.get(each, each) for each in wanted)


def _wants_mfa(authorization: Authorization) -> bool:
    return authorization.parameters.get("session_required_mfa", "").lower() in ("true", "1")
