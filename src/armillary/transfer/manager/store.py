"""Queries on pause rules and on the tasks of collections."""

from __future__ import annotations

from collections.abc import Collection as Several

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from armillary.transfer.manager.model import PauseRule
from armillary.transfer.model import Collection, Task, TaskStatus

RUNNING = (TaskStatus.ACTIVE, TaskStatus.INACTIVE)


def pause_rules_on(session: Session, collection_ids: Several[str]) -> list[PauseRule]:
    """The pause rules that were made on collections, oldest first."""
    query = select(PauseRule).where(PauseRule.collection_id.in_(collection_ids))
    return list(session.scalars(query.order_by(PauseRule.start_time, PauseRule.id)))


def with_hosted(session: Session, collection_ids: Several[str]) -> set[str]:
    """Collections together with what lies on them: an endpoint's, and a mapped one's guests."""
    ids = set(collection_ids)
    on_endpoints = select(Collection.id).where(Collection.endpoint_id.in_(ids))
    ids.update(session.scalars(on_endpoints))
    guests = select(Collection.id).where(Collection.mapped_collection_id.in_(ids))
    return ids | set(session.scalars(guests))


def running_tasks(session: Session, collection_ids: Several[str] | None = None) -> list[Task]:
    """Tasks that have not ended: all, or those that touch one of the collections."""
    query = select(Task).where(Task.status.in_(RUNNING))
    if collection_ids is not None:
        touched = or_(Task.source_id.in_(collection_ids), Task.destination_id.in_(collection_ids))
        query = query.where(touched)
    return list(session.scalars(query))
