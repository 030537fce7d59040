"""The audit trail: what happened, to whom, by which app. Rows are added and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, insert
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.db.base import Base
from armillary.db.prepared import Prepared, Writer
from armillary.db.transaction import note


class AuditEvent(Base):
    """One thing that happened; triggers in the database refuse to change or delete it."""

    __tablename__ = "auth_audit_event"
    __table_args__ = (
        Index("ix_auth_audit_event_event_at", "event", "at"),
        Index("ix_auth_audit_event_project_id", "project", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str | None] = mapped_column(String(255))
    client: Mapped[str | None] = mapped_column(String(36))
    target: Mapped[str | None] = mapped_column(Text)
    project: Mapped[str | None] = mapped_column(String(36))
    detail: Mapped[dict[str, Any]]


class AuditArchive(Base):
    """That the trail up to ``last_id`` lies in a file now. Such rows, too, are never changed.

    The database lets go of events only up to here, so that whoever removes some leaves a mark.
    """

    __tablename__ = "auth_audit_archive"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    first_id: Mapped[int]
    last_id: Mapped[int]
    rows: Mapped[int]
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))


_ADD = Prepared(insert(AuditEvent))


def record(
    transaction: Writer,
    *,
    event: str,
    actor: str | None,
    client: str | None,
    target: str | None,
    detail: dict[str, Any],
    project: str | None = None,
) -> None:
    """Add an event to the trail, in the transaction of what it tells about.

    Listeners of the database are told once that is committed.

    :param event: what happened, such as ``token.refreshed``
    :param actor: the identity that acted
    :param client: the app through which it acted
    :param target: what it was done to: an id, or the name of a resource server
    :param detail: more for the reader; never a secret
    :param project: whose administrators may read about it
    """
    values = {
        "at": utcnow(),
        "event": event,
        "actor": actor,
        "client": client,
        "target": target,
        "project": project,
        "detail": detail,
    }
    _ADD.insert(transaction, **values)
    note(transaction, values)
