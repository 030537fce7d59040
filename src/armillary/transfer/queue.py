"""Tasks that wait for a worker, and in which order they are taken.

Each person has two lanes, one for transfers and one for deletions. Workers go from lane to lane,
never through the tasks themselves, so that the next one is found as quickly among a million.
A lane may be there although none of its tasks waits any more, but not the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Executable,
    and_,
    case,
    delete,
    func,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.model import PLACES_TOLD, Lane, Task, TaskStatus

RUNNING_PER_OWNER = 3
"""Transfers, and likewise deletions, of one person that run at once; more wait in a queue.

The same as the published limits of Globus.
"""

# Word for word the condition of the index ix_task_waiting, which serves no parameter.
_ACTIVE: ColumnElement[str] = literal_column(f"'{TaskStatus.ACTIVE}'")
_LANE = tuple_(Lane.owner_id, Lane.type)
_ROUNDS = 20  # of lanes that turn out to be empty; the next look goes on


class Key(NamedTuple):
    """Whose lane it is, and of which type of task."""

    owner_id: str
    type: str


class Turn(NamedTuple):
    """A task that may be taken; the lowest is first.

    :param number: which of its owner's it would be that run at once, from 1
    """

    number: int
    request_time: datetime
    task_id: str
    key: Key


def waits() -> ColumnElement[bool]:
    """The condition that a task waits and nobody ever held it, or somebody gave it back."""
    return and_(Task.status == _ACTIVE, Task.lease_until.is_(None), Task.paused_since.is_(None))


def abandoned(now: datetime) -> ColumnElement[bool]:
    """The condition that a task's holder has been silent for longer than its lease."""
    return and_(Task.status == _ACTIVE, Task.paused_since.is_(None), Task.lease_until < now)


def enter(session: Session, tasks: Iterable[Task]) -> None:
    """Have workers find tasks; to be called whenever one begins to wait."""
    since: dict[Key, datetime] = {}
    for task in tasks:
        key = Key(task.owner_id, task.type)
        since[key] = min(since.get(key, task.request_time), task.request_time)
    session.flush()
    # In one order for everybody: they wait for each other's lanes.
    for key, moment in sorted(since.items()):
        session.execute(_entry(session, key, moment))


def _entry(session: Session, key: Key, moment: datetime) -> Executable:
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    row = sqlite.insert(Lane) if on_sqlite else postgresql.insert(Lane)
    since = case((row.excluded.since < Lane.since, row.excluded.since), else_=Lane.since)
    values = row.values(owner_id=key.owner_id, type=key.type, since=moment)
    return values.on_conflict_do_update(index_elements=["owner_id", "type"], set_={"since": since})


def missing(session: Session, tasks: Iterable[Task]) -> list[Task]:
    """Those of the tasks that wait in no lane, as those that an earlier version took in."""
    waiting = [
        task
        for task in tasks
        if (task.status, task.lease_until, task.paused_since) == (TaskStatus.ACTIVE, None, None)
    ]
    known = _known(session, {Key(task.owner_id, task.type) for task in waiting})
    return [task for task in waiting if Key(task.owner_id, task.type) not in known]


def _known(session: Session, keys: Iterable[Key]) -> set[Key]:
    query = select(Lane.owner_id, Lane.type).where(_LANE.in_(list(keys)))
    return {Key(*row) for row in session.execute(query)}


def has_waiting(session: Session) -> bool:
    """Whether a task may wait for a worker, be it its turn or not; cheap enough to ask many times
    a second.
    """
    if session.scalar(select(Lane.owner_id).limit(1)) is not None:
        return True
    return session.scalar(select(Task.id).where(abandoned(utcnow())).limit(1)) is not None


def is_anybodys_turn(session: Session) -> bool:
    """Whether there is a lane from which a task may be taken, or one that was abandoned."""
    now = utcnow()
    full = [key for key, number in running(session, now).items() if number >= RUNNING_PER_OWNER]
    query = select(Lane.owner_id).where(_LANE.not_in(full)).limit(1)
    if session.scalar(query) is not None:
        return True
    return bool(abandoned_tasks(session, dict.fromkeys(full, RUNNING_PER_OWNER), now, limit=1))


def running(session: Session, now: datetime) -> dict[Key, int]:
    """How many tasks run in each lane; lanes in which none does are left out."""
    query = (
        select(Task.owner_id, Task.type, func.count())
        .where(Task.status == _ACTIVE, Task.lease_until >= now)
        .group_by(Task.owner_id, Task.type)
    )
    return {Key(owner_id, kind): number for owner_id, kind, number in session.execute(query)}


def abandoned_tasks(
    session: Session, busy: Mapping[Key, int], now: datetime, *, limit: int
) -> list[Turn]:
    """What dead workers held and others may take over, within the share of each owner."""
    query = (
        select(Task.owner_id, Task.type, Task.request_time, Task.id)
        .where(abandoned(now))
        .order_by(Task.lease_until, Task.id)
        .limit(limit + sum(busy.values()))
    )
    taken = dict(busy)
    found = []
    for owner_id, kind, request_time, task_id in session.execute(query):
        key = Key(owner_id, kind)
        taken[key] = taken.get(key, 0) + 1
        if taken[key] <= RUNNING_PER_OWNER:
            found.append(Turn(taken[key], request_time, task_id, key))
    return found[:limit]


def next_turns(
    session: Session, taken: Mapping[Key, int], now: datetime, *, limit: int
) -> list[Turn]:
    """The tasks to take next: whoever has fewest running comes first, then the oldest.

    Nobody has more than :data:`RUNNING_PER_OWNER` of a type running, so that the tasks of one
    never keep all others waiting. The lanes that were looked into stay locked, and lanes that
    others have locked are left to them. :func:`leave` has to be told what was taken.

    :param taken: what the caller is about to run besides
    """
    found: list[Turn] = []
    busy = _busy(session, taken, now)
    looked = set(busy)
    partly = [key for key, number in busy.items() if number < RUNNING_PER_OWNER]
    lanes = _lock(session, _LANE.in_(partly), limit=len(partly))
    lanes += _lock(session, _LANE.not_in(list(looked)), limit=limit)
    for _ in range(_ROUNDS):
        # Once more, for others may have taken some before the lanes were locked.
        busy = _busy(session, taken, now)
        turns = {key: _turns(session, key, busy.get(key, 0)) for key in lanes}
        found += [turn for each in turns.values() for turn in each]
        looked.update(lanes)
        full = {key for key, number in busy.items() if number >= RUNNING_PER_OWNER}
        empty = [key for key, each in turns.items() if not each and key not in full]
        if not empty:
            break
        # They stood before others, which were not looked into for them.
        _remove(session, empty)
        lanes = _lock(session, _LANE.not_in(list(looked)), limit=len(empty))
    return sorted(found)[:limit]


def _busy(session: Session, taken: Mapping[Key, int], now: datetime) -> dict[Key, int]:
    found = running(session, now)
    return {key: found.get(key, 0) + taken.get(key, 0) for key in {*found, *taken}}


def _lock(session: Session, which: ColumnElement[bool], *, limit: int) -> list[Key]:
    query = select(Lane.owner_id, Lane.type).where(which).order_by(Lane.since).limit(limit)
    return [Key(*row) for row in session.execute(query.with_for_update(skip_locked=True))]


def _turns(session: Session, key: Key, busy: int) -> list[Turn]:
    query = (
        select(Task.request_time, Task.id)
        .where(waits(), Task.owner_id == key.owner_id, Task.type == key.type)
        .order_by(Task.request_time, Task.id)
        .limit(max(0, RUNNING_PER_OWNER - busy))
    )
    rows = session.execute(query)
    return [Turn(busy + place, *row, key) for place, row in enumerate(rows, 1)]


def _remove(session: Session, keys: Iterable[Key]) -> None:
    for key in keys:
        session.execute(delete(Lane).where(Lane.owner_id == key.owner_id, Lane.type == key.type))


def leave(session: Session, turns: Iterable[Turn]) -> None:
    """After tasks were taken: their lanes wait since the next ones, or are no more."""
    session.flush()
    for key in {turn.key for turn in turns}:
        here = (Lane.owner_id == key.owner_id, Lane.type == key.type)
        if next_ones := _turns(session, key, RUNNING_PER_OWNER - 1):
            since = next_ones[0].request_time
            session.execute(update(Lane).where(*here).values(since=since))
        else:
            _remove(session, [key])


def places(session: Session, tasks: Iterable[Task]) -> dict[str, int]:
    """Of tasks that wait: which of their lane they are, from 1; what is further than
    ``PLACES_TOLD`` is one more than that.
    """
    waiting = {
        task.id: Key(task.owner_id, task.type)
        for task in tasks
        if (task.status, task.lease_until, task.paused_since) == (TaskStatus.ACTIVE, None, None)
    }
    found: dict[str, int] = {}
    for key in set(waiting.values()):
        query = (
            select(Task.id)
            .where(waits(), Task.owner_id == key.owner_id, Task.type == key.type)
            .order_by(Task.request_time, Task.id)
            .limit(PLACES_TOLD)
        )
        found |= {task_id: place for place, task_id in enumerate(session.scalars(query), 1)}
    return {task_id: found.get(task_id, PLACES_TOLD + 1) for task_id in waiting}
