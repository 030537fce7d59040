"""Holding tasks: a worker leases one, keeps the lease fresh, and any live worker takes over what a
dead one held. Every lease raises the task's attempt, and every later write names it: a worker
that was only thought dead changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer import outcome
from armillary.transfer.model import Task, TaskStatus, Worker

LEASE = timedelta(seconds=10)
RUNNING_PER_OWNER = 3
"""Transfers, and likewise deletions, of one person that run at once; more wait in a queue.

The same as the published limits of Globus.
"""
_ENDS_AT_ONCE = 100


class Fenced(Exception):
    """Another worker holds the task now."""


def claim(session: Session, worker_id: str, *, limit: int) -> list[Task]:
    """Lease up to ``limit`` tasks that nobody holds and whose turn it is."""
    now = utcnow()
    turn = {task_id: place for place, task_id in enumerate(claimable(session, limit=limit))}
    # Window functions can't lock rows, so what others took meanwhile is left out here.
    query = select(Task).where(Task.id.in_(turn), *_free(now)).with_for_update(skip_locked=True)
    tasks = sorted(session.scalars(query), key=lambda task: turn[task.id])
    for task in tasks:
        task.worker_id = worker_id
        task.lease_until = now + LEASE
        task.attempt += 1
    return tasks


def claimable(session: Session, *, limit: int) -> list[str]:
    """Ids of the tasks whose turn it is: whoever has fewest running comes first, then the oldest.

    Nobody has more than :data:`RUNNING_PER_OWNER` of a type running, so that the tasks of one
    never keep all others waiting.
    """
    now = utcnow()
    running = (
        select(Task.owner_id, Task.type, func.count().label("running"))
        .where(Task.status == TaskStatus.ACTIVE, Task.lease_until >= now)
        .group_by(Task.owner_id, Task.type)
        .subquery()
    )
    waiting = (
        select(
            Task.id,
            Task.owner_id,
            Task.type,
            Task.request_time,
            func.row_number()
            .over(partition_by=(Task.owner_id, Task.type), order_by=(Task.request_time, Task.id))
            .label("place"),
        )
        .where(*_free(now))
        .subquery()
    )
    turn = waiting.c.place + func.coalesce(running.c.running, 0)
    same = and_(running.c.owner_id == waiting.c.owner_id, running.c.type == waiting.c.type)
    query = (
        select(waiting.c.id)
        .outerjoin(running, same)
        .where(turn <= RUNNING_PER_OWNER)
        .order_by(turn, waiting.c.request_time, waiting.c.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def has_waiting(session: Session) -> bool:
    """Whether a task waits for a worker, be it its turn or not; cheap enough to ask many times a
    second.
    """
    return session.scalar(select(Task.id).where(*_free(utcnow())).limit(1)) is not None


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    nobodys = or_(Task.lease_until.is_(None), Task.lease_until < now)
    return Task.status == TaskStatus.ACTIVE, Task.paused_since.is_(None), nobodys


def end_overdue(session: Session) -> None:
    """End the tasks that nobody works on and whose deadline has passed."""
    now = utcnow()
    nobodys = or_(Task.lease_until.is_(None), Task.lease_until < now)
    # The time that a task is paused does not count against its deadline.
    unfinished = Task.status.in_((TaskStatus.ACTIVE, TaskStatus.INACTIVE)) & Task.paused_since.is_(
        None
    )
    query = select(Task).where(unfinished, nobodys, Task.deadline < now).limit(_ENDS_AT_ONCE)
    for task in session.scalars(query.with_for_update(skip_locked=True)):
        outcome.fail(session, task, "EXPIRED", outcome.EXPIRED)


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
