"""Reading the audit trail, for operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.auth.audit import AuditEvent


@dataclass(frozen=True)
class Filter:
    """Which events; what is absent does not matter.

    :param event: a name, or the beginning of one before a ``*``
    :param since: this moment or later
    :param until: before this moment
    """

    event: str | None = None
    actor: str | None = None
    client: str | None = None
    target: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def list_events(
    session: Session, wanted: Filter, *, after: int = 0, limit: int = 100
) -> list[dict[str, Any]]:
    """Events, oldest first.

    :param after: the id with which the page before ended
    """
    query = select(AuditEvent).where(AuditEvent.id > after, *_conditions(wanted))
    return [
        document(event) for event in session.scalars(query.order_by(AuditEvent.id).limit(limit))
    ]


def document(event: AuditEvent) -> dict[str, Any]:
    """An event."""
    return {
        "id": event.id,
        "at": event.at,
        "event": event.event,
        "actor": event.actor,
        "client": event.client,
        "target": event.target,
        "project": event.project,
        "detail": event.detail,
    }


def _conditions(wanted: Filter) -> list[Any]:
    exact = {
        AuditEvent.actor: wanted.actor,
        AuditEvent.client: wanted.client,
        AuditEvent.target: wanted.target,
    }
    found: list[Any] = [column == value for column, value in exact.items() if value is not None]
    if wanted.event is not None:
        prefix = wanted.event.removesuffix("*")
        named = AuditEvent.event
        found.append(
            named.startswith(prefix, autoescape=True) if prefix != wanted.event else named == prefix
        )
    if wanted.since is not None:
        found.append(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        found.append(AuditEvent.at < wanted.until)
    return found
