"""Which identity of ours a provider speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.federation.config import UpstreamProvider
from armillary.auth.federation.model import FederatedSubject
from armillary.auth.federation.rules import profile_of, username_of
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import add_federated_identity
from armillary.core.clock import utcnow


def identity_of(
    session: Session, provider: UpstreamProvider, claims: Mapping[str, Any]
) -> Identity:
    """The identity behind a provider's claims: the one it was before, else a new one.

    Name, address and organization follow the provider; the username stays what it was at first.

    :raises FederationRefused: the username is not one that the provider may give
    :raises UsernameTaken: it belongs to somebody else
    """
    subject = session.get(FederatedSubject, (provider.id, claims["sub"]))
    if subject is None:
        identity = _first_time(session, provider, claims)
    else:
        identity = session.get_one(Identity, subject.identity_id)
    _follow(identity, claims)
    session.flush()
    return identity


def _follow(identity: Identity, claims: Mapping[str, Any]) -> None:
    """Take over what the provider says; what proved another address says nothing of this one."""
    profile, former = profile_of(claims), identity.email
    for name, value in profile.items():
        setattr(identity, name, value)
    if identity.email != former:
        identity.email_verified_at = None
    if claims.get("email_verified") is True and "email" in profile:
        identity.email_verified_at = identity.email_verified_at or utcnow()


def _first_time(
    session: Session, provider: UpstreamProvider, claims: Mapping[str, Any]
) -> Identity:
    identity = add_federated_identity(
        session,
        username=username_of(provider, claims),
        provider_id=provider.id,
        provider_name=provider.name,
    )
    session.add(
        FederatedSubject(provider_id=provider.id, subject=claims["sub"], identity_id=identity.id)
    )
    record(
        session,
        event="identity.created",
        actor=identity.id,
        client=None,
        target=identity.username,
        detail={"provider": provider.id},
    )
    return identity
