"""Scopes for people of certain domains only."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from armillary.auth.errors import AccessDenied
from armillary.auth.identities.domains import vouched_domain
from armillary.auth.identities.store import linked
from armillary.auth.scopes.store import KnownScope


def require_domains(session: Session, account_id: str, scopes: Iterable[KnownScope]) -> None:
    """Let pass an account with an identity in every domain that the scopes require.

    :raises AccessDenied: a domain is missing
    """
    required = {domain for scope in scopes for domain in scope.required_domains}
    if not required:
        return
    vouched = {vouched_domain(identity) for identity in linked(session, account_id)}
    if lacking := sorted(required - vouched):
        raise AccessDenied(f"This is for people with an identity of {', '.join(lacking)} only.")
