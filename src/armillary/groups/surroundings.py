"""What Groups needs to know of others, as functions that the composition root hands it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from armillary.db.engine import Database
from armillary.web.caller import Introspector


class Usernames(Protocol):
    """Whoever knows people."""

    def __call__(self, session: Session, ids: Collection[str], /) -> Mapping[str, str]:
        """The usernames of those of the identities that exist, by id."""
        ...


class IsUsed(Protocol):
    """Whoever gives groups rights."""

    def __call__(self, session: Session, group_id: str, /) -> bool:
        """Whether somebody would lose rights with the group."""
        ...


class Record(Protocol):
    """Whoever keeps the audit trail."""

    def __call__(
        self,
        transaction: Session,
        /,
        *,
        event: str,
        actor: str | None,
        client: str | None,
        target: str | None,
        detail: dict[str, Any],
    ) -> None:
        """Add an event, in the transaction of what it tells about."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """The database, and the functions."""

    database: Database
    introspect: Introspector
    usernames: Usernames
    is_used: IsUsed
    record: Record
