"""Queries on pause rules and on the tasks of collections."""

from __future__ import annotations

from collections.abc import Collection as Several

from sqlalchemy import ColumnElement, and_, or_, select
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


def touching(collection_ids: Several[str]) -> ColumnElement[bool]:
    """The condition that a task has not ended and reads from, or writes to, a collection."""
    touched = or_(Task.source_id.in_(collection_ids), Task.destination_id.in_(collection_ids))
    return and_(touched, Task.status.in_(RUNNING))


def running_tasks(session: Session, collection_ids: Several[str]) -> list[Task]:
    """Tasks on collections that have not ended."""
    return list(session.scalars(select(Task).where(touching(collection_ids))))


def tasks_at_work(session: Session, *which: ColumnElement[bool]) -> list[Task]:
    """Tasks that workers hold, or held when they were last heard."""
    held = (Task.lease_until.is_not(None), Task.completion_time.is_(None))
    return list(session.scalars(select(Task).where(*held, *which)))


def unfinished_tasks(session: Session, *which: ColumnElement[bool], limit: int) -> list[Task]:
    """The first tasks by id that have not ended."""
    query = select(Task).where(Task.completion_time.is_(None), *which).order_by(Task.id)
    return list(session.scalars(query.limit(limit)))
