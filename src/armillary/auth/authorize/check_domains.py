"""Whether the scopes are for people like this one."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.scopes.domains import require_domains


def check_domains(authorization: Authorization) -> None:
    """Refuse scopes that are for people of other domains.

    :raises AccessDenied: the person has no identity in a domain that a scope requires
    """
    account_id = authorization.signed_in.identity.account_id
    require_domains(authorization.session, account_id, authorization.scopes.values())
