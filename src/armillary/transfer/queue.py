"""Tasks that wait for a worker, and in which order they are taken.

Each person has two lanes, one for transfers and one for deletions. Workers go from lane to lane,
never through the tasks themselves, so that the next one is found as quickly among a million.
A lane may be there although none of its tasks waits any more, but not the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    and_,
    bindparam,
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
from armillary.db.prepared import Prepared, Source
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


def abandoned(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
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


_ANY_LANE = Prepared(select(Lane.owner_id).limit(1))
_ANY_ABANDONED = Prepared(select(Task.id).where(abandoned(bindparam("now"))).limit(1))


def has_waiting(source: Source) -> bool:
    """Whether a task may wait for a worker, be it its turn or not; cheap enough to ask many times
    a second.
    """
    return (
        _ANY_LANE.first(source) is not None
        or _ANY_ABANDONED.first(source, now=utcnow()) is not None
    )


def is_anybodys_turn(session: Session) -> bool:
    """Whether there is a lane from which a task may be taken, or one that was abandoned."""
    now = utcnow()
    full = {key for key, number in running(session, now).items() if number >= RUNNING_PER_OWNER}
    if _oldest(session, full, limit=1):
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
    session: Session,
    busy: Mapping[Key, int],
    taken: Mapping[Key, int],
    now: datetime,
    *,
    limit: int,
) -> list[Turn]:
    """The tasks to take next: whoever has fewest running comes first, then the oldest.

    Nobody has more than :data:`RUNNING_PER_OWNER` of a type running, so that the tasks of one
    never keep all others waiting. The lanes that were looked into stay locked, and lanes that
    others have locked are left to them. :func:`leave` has to be told what was taken.

    :param busy: how many run in each lane
    :param taken: what the caller is about to run besides
    """
    found: list[Turn] = []
    looked = {*busy, *taken}
    for _ in range(_ROUNDS):
        lanes = _oldest(session, looked, limit=limit - _lanes_of(found))
        found += _look_into(session, _lock(session, lanes), taken, now)
        looked.update(lanes)
        if not lanes or _lanes_of(found) >= limit:
            break
    if _lanes_of(found) < limit:
        # Not everybody waits who has nothing running: those who have something are next.
        some = {*busy, *taken}
        partly = [k for k in some if busy.get(k, 0) + taken.get(k, 0) < RUNNING_PER_OWNER]
        found += _look_into(session, _lock(session, partly), taken, now)
    return sorted(found)[:limit]


def _lanes_of(turns: Iterable[Turn]) -> int:
    return len({turn.key for turn in turns})


def _look_into(
    session: Session, lanes: Iterable[Key], taken: Mapping[Key, int], now: datetime
) -> list[Turn]:
    """The turns of lanes that were locked; those in which nothing waits are removed."""
    # Counted once more, for others may have taken some before the lanes were locked.
    running_now = running(session, now)
    busy = {k: running_now.get(k, 0) + taken.get(k, 0) for k in {*running_now, *taken}}
    full = {key for key, number in busy.items() if number >= RUNNING_PER_OWNER}
    turns = {key: _turns(session, key, busy.get(key, 0)) for key in lanes if key not in full}
    _remove(session, [key for key, each in turns.items() if not each])
    return [turn for each in turns.values() for turn in each]


def _oldest(session: Session, but: Collection[Key], *, limit: int) -> list[Key]:
    """The lanes that have waited longest, but for some.

    Those are left out here: PostgreSQL takes longer to plan for them than to find all.
    """
    query = select(Lane.owner_id, Lane.type).order_by(Lane.since).limit(limit + len(but))
    found = (Key(*row) for row in session.execute(query))
    return [key for key in found if key not in but][:limit]


def _lock(session: Session, lanes: Collection[Key]) -> list[Key]:
    """Those of the lanes that nobody else has locked."""
    if not lanes:
        return []
    query = select(Lane.owner_id, Lane.type).where(_LANE.in_(list(lanes)))
    return [Key(*row) for row in session.execute(query.with_for_update(skip_locked=True))]


def _turns(session: Session, key: Key, busy: int) -> list[Turn]:
    query = (
        select(Task.request_time, Task.id)
        .where(waits(), Task.owner_id == key.owner_id, Task.type == key.type)
        .order_by(Task.request_time, Task.id)
        .limit(RUNNING_PER_OWNER - busy)
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
