"""Holding tasks: a worker leases one, keeps the lease fresh, and any live worker takes over what a
dead one held. Every lease raises the task's attempt, and every later write names it: a worker
that was only thought dead changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.model import Task, TaskStatus, Worker

LEASE = timedelta(seconds=10)


class Fenced(Exception):
    """Another worker holds the task now."""


def claim(session: Session, worker_id: str, *, limit: int) -> list[Task]:
    """Lease up to ``limit`` tasks that nobody holds, oldest first."""
    now = utcnow()
    free = or_(Task.lease_until.is_(None), Task.lease_until < now)
    query = (
        select(Task)
        .where(Task.status == TaskStatus.ACTIVE, Task.paused_since.is_(None), free)
        .order_by(Task.request_time)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    tasks = list(session.scalars(query))
    for task in tasks:
        task.worker_id = worker_id
        task.lease_until = now + LEASE
        task.attempt += 1
    return tasks


def has_claimable(session: Session) -> bool:
    """Whether a task waits for a worker; cheap enough to ask many times a second."""
    free = or_(Task.lease_until.is_(None), Task.lease_until < utcnow())
    waiting = (Task.status == TaskStatus.ACTIVE, Task.paused_since.is_(None), free)
    query = select(Task.id).where(*waiting).limit(1)
    return session.scalar(query) is not None


def renew(session: Session, worker_id: str, task_ids: Collection[str]) -> set[str]:
    """Say that the worker lives and keeps its tasks; the ids of those to be cancelled."""
    session.merge(Worker(id=worker_id, last_seen=utcnow()))
    if not task_ids:
        return set()
    mine = (Task.worker_id == worker_id, Task.id.in_(task_ids))
    session.execute(update(Task).where(*mine).values(lease_until=utcnow() + LEASE))
    return set(session.scalars(select(Task.id).where(*mine, Task.cancel_requested.is_(True))))


def paused(session: Session, worker_id: str, task_ids: Collection[str]) -> set[str]:
    """Those of its tasks that the worker is to let go for now."""
    mine = (Task.worker_id == worker_id, Task.id.in_(task_ids))
    return set(session.scalars(select(Task.id).where(*mine, Task.paused_since.is_not(None))))


def release(session: Session, worker_id: str) -> None:
    """Give up everything a worker holds: at its clean stop, and at its start for what a killed
    process of the same name left.
    """
    session.execute(
        update(Task).where(Task.worker_id == worker_id).values(worker_id=None, lease_until=None)
    )


def held_task(session: Session, task_id: str, attempt: int) -> Task:
    """The task, locked for a change by the holder of this attempt.

    :raises Fenced: the attempt is not the task's any more
    """
    task = session.get(Task, task_id, with_for_update=True)
    if task is None or task.attempt != attempt or task.status != TaskStatus.ACTIVE:
        raise Fenced(task_id)
    return task


def live_workers(session: Session, within: timedelta) -> int:
    """How many workers gave a sign of life lately."""
    query = select(func.count()).select_from(Worker).where(Worker.last_seen > utcnow() - within)
    return session.scalar(query) or 0
