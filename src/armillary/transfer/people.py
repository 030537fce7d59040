"""What Transfer needs to know of people, whom other services keep."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from armillary.web.caller import Caller


class People(Protocol):
    """Whoever knows people and groups; the composition root says who."""

    def linked(self, session: Session, identity_id: str, /) -> frozenset[str]:
        """The identities of the account of an identity, itself among them; none if it is closed."""
        ...

    def groups(self, session: Session, identity_ids: Collection[str], /) -> frozenset[str]:
        """The ids of the groups of which one of the identities is an active member."""
        ...

    def address(self, session: Session, identity_id: str, /) -> str | None:
        """Where mail to an identity goes: an address that the person has proven to read.

        None where there is none, as for services.
        """
        ...


@dataclass(frozen=True)
class Party:
    """Somebody, with all the names under which they can be given permissions."""

    identities: frozenset[str]
    groups: frozenset[str]


def party_of(session: Session, people: People, caller: Caller) -> Party:
    """The party that a caller is."""
    return Party(caller.identity_set, people.groups(session, caller.identity_set))


def party_with(session: Session, people: People, identity_id: str) -> Party:
    """The party that an identity belongs to now, with nobody calling."""
    identities = people.linked(session, identity_id)
    return Party(identities, people.groups(session, identities))
