"""People and groups for services that only use them: composed from Auth and Groups."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from armillary.auth.identities.store import find_identity, linked, proven_address
from armillary.groups.store import KnownGroups


class KnownPeople:
    """What Transfer may ask of people."""

    def __init__(self) -> None:
        self._groups = KnownGroups()

    def linked(self, session: Session, identity_id: str, /) -> frozenset[str]:
        """The open identities of the account of an identity."""
        identity = find_identity(session, identity_id)
        if identity is None:
            return frozenset()
        return frozenset(each.id for each in linked(session, identity.account_id))

    def groups(self, session: Session, identity_ids: Collection[str], /) -> frozenset[str]:
        """The groups of which one of the identities is an active member."""
        return self._groups.of(session, identity_ids)

    def address(self, session: Session, identity_id: str, /) -> str | None:
        """An address that the identity's person has proven to read."""
        identity = find_identity(session, identity_id)
        return proven_address(session, identity) if identity else None
