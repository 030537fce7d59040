"""Queries on who vouches for identities."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from armillary.auth.identities.model import KnownProvider
from armillary.auth.identities.providers import CLIENTS, LOCAL, IdentityProvider


def register_providers(session: Session, others: Iterable[IdentityProvider]) -> None:
    """Make the table of providers say who vouches for identities from now on.

    :param others: those besides our own; one that is not among them any more vouches for nothing
    """
    known = (LOCAL, CLIENTS, *others)
    session.execute(update(KnownProvider).values(active=False))
    for provider in known:
        session.merge(
            KnownProvider(
                id=provider.id,
                name=provider.name,
                short_name=provider.short_name,
                domains=list(provider.domains),
                active=True,
            )
        )
    session.flush()


def active_providers(session: Session) -> list[KnownProvider]:
    """Everyone who vouches for identities now, by name."""
    query = select(KnownProvider).where(KnownProvider.active).order_by(KnownProvider.name)
    return list(session.scalars(query))


def provider_of(session: Session, username: str) -> KnownProvider | None:
    """The provider that gives out usernames of this one's domain, if any does."""
    domain = username.lower().rpartition("@")[2]
    return next((p for p in active_providers(session) if domain in p.domains), None)
