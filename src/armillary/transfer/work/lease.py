"""Holding tasks: a worker leases one, keeps the lease fresh, and any live worker takes over what a
dead one held. Every lease raises the task's attempt, and every later write names it: a worker
that was only thought dead changes nothing any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer import outcome, queue
from armillary.transfer.model import Task, TaskStatus, Worker

LEASE = timedelta(seconds=10)
_ENDS_AT_ONCE = 100


class Fenced(Exception):
    """Another worker holds the task now."""


def claim(session: Session, worker_id: str, *, limit: int) -> list[Task]:
    """Lease up to ``limit`` tasks that nobody holds and whose turn it is."""
    now = utcnow()
    busy = queue.running(session, now)
    taken_over = queue.abandoned_tasks(session, busy, now, limit=limit)
    taken = Counter(turn.key for turn in taken_over)
    fresh = queue.next_turns(session, busy, taken, now, limit=limit - len(taken_over))
    order = {turn.task_id: place for place, turn in enumerate([*taken_over, *fresh])}
    # What others took meanwhile is left out here.
    free = or_(queue.waits(), queue.abandoned(now))
    query = select(Task).where(Task.id.in_(order), free).with_for_update(skip_locked=True)
    tasks = sorted(session.scalars(query), key=lambda task: order[task.id])
    for task in tasks:
        task.worker_id = worker_id
        task.lease_until = now + LEASE
        task.attempt += 1
    queue.leave(session, fresh)
    return tasks


def end_overdue(session: Session) -> None:
    """End the tasks that nobody works on and whose deadline has passed."""
    # The time that a task is paused does not count against its deadline. What somebody held is
    # for the next to hold it, who tells the nodes that its former holder has no more to say.
    unfinished = (Task.completion_time.is_(None), Task.paused_since.is_(None))
    query = select(Task).where(*unfinished, Task.lease_until.is_(None), Task.deadline < utcnow())
    query = query.limit(_ENDS_AT_ONCE)
    for task in session.scalars(query.with_for_update(skip_locked=True)):
        outcome.fail(session, task, "EXPIRED", outcome.EXPIRED)


def lost(session: Session, worker_id: str, task_ids: Collection[str]) -> set[str]:
    """Those of its tasks that the worker does not hold any more."""
    mine = (Task.worker_id == worker_id, Task.id.in_(task_ids))
    return set(task_ids).difference(session.scalars(select(Task.id).where(*mine)))


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
    mine = Task.lease_until.is_not(None), Task.worker_id == worker_id
    tasks = session.scalars(select(Task).where(*mine).with_for_update()).all()
    for task in tasks:
        task.worker_id, task.lease_until = None, None
    queue.enter(session, tasks)


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
