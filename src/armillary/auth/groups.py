"""What Auth needs to know of groups, which a service of their own keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from sqlalchemy.orm import Session


class Groups(Protocol):
    """Whoever knows groups; the composition root says who."""

    def of(self, session: Session, identity_ids: Collection[str], /) -> frozenset[str]:
        """The ids of the groups of which one of the identities is an active member."""
        ...

    def named(self, session: Session, group_ids: Collection[str], /) -> Mapping[str, str]:
        """The names of those of the groups that exist, by id."""
        ...


class NoGroups:
    """Where no service keeps groups."""

    def of(self, session: Session, identity_ids: Collection[str], /) -> frozenset[str]:
        """None."""
        return frozenset()

    def named(self, session: Session, group_ids: Collection[str], /) -> Mapping[str, str]:
        """None."""
        return {}
