"""What is new in the database: events since the last look, and tasks that have changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.db.prepared import Prepared
from armillary.transfer import queue, store, wire
from armillary.transfer.model import Event, Task, TaskStatus

# Tasks of so long ago have been seen to end.
_RECENT = timedelta(seconds=10)
_PAGE = 1000
# They differ between any two looks at a task that does nothing.
_FLEETING = ("effective_bytes_per_second", "nice_status_expires_in")


@dataclass(frozen=True)
class Change:
    """An event of a task, or the task's new document.

    :param event_id: the number of the event; None for a document
    """

    task_id: str
    owner_id: str
    event_id: int | None
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Watched:
    """Whose changes somebody waits for: some tasks, and all of some people.

    :param ends: tasks of which nothing matters but that they do not run any more; most who listen
        just wait, and to ask for that costs a fraction
    """

    tasks: Set[str]
    owners: Set[str]
    ends: Set[str] = frozenset()


_STATUS = Prepared(select(Task.status).where(Task.id == bindparam("task_id")))


class Changes:
    """Looks again and again, and finds each event once: no number appears after a higher one."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._documents: dict[str, Mapping[str, Any]] = {}

    def look(self, session: Session, watched: Watched) -> list[Change]:
        """What is new since the last look; the first one finds no events.

        A task's events come before its document, so that its end is the last that one hears of it.
        Of those whose end is waited for comes the document, at each look from then on.
        """
        tasks = self._changed_tasks(session, watched)
        ended = _ended_tasks(session, watched.ends - watched.tasks)
        return [*self._new_events(session, watched), *tasks, *ended]

    def _new_events(self, session: Session, watched: Watched) -> list[Change]:
        if not (watched.tasks or watched.owners):
            self._last = None
            return []
        if self._last is None:
            self._last = session.scalar(select(func.max(Event.id))) or 0
            return []
        found = list(_pages(session, self._last))
        self._last = next((each.event_id for each in reversed(found)), self._last)
        return found

    def _changed_tasks(self, session: Session, watched: Watched) -> list[Change]:
        if not (watched.tasks or watched.owners):
            self._documents = {}
            return []
        recent = or_(
            Task.status.in_((TaskStatus.ACTIVE, TaskStatus.INACTIVE)),
            Task.completion_time > utcnow() - _RECENT,
        )
        of_owner = Task.owner_id.in_(watched.owners) & recent
        rows = session.scalars(select(Task).where(or_(Task.id.in_(watched.tasks), of_owner))).all()
        before, self._documents = self._documents, {}
        changed = []
        for now in _documents(session, rows):
            lasting = {k: v for k, v in now.document.items() if k not in _FLEETING}
            self._documents[now.task_id] = lasting
            if now.task_id in before and before[now.task_id] != lasting:
                changed.append(now)
        return changed


def _ended_tasks(session: Session, ids: Set[str]) -> Sequence[Change]:
    ended = [each for each in ids if _STATUS.first(session, task_id=each) != (TaskStatus.ACTIVE,)]
    if not ended:
        return ()
    return _documents(session, session.scalars(select(Task).where(Task.id.in_(ended))).all())


def _documents(session: Session, rows: Sequence[Task]) -> list[Change]:
    names = store.display_names(session, rows)
    places = queue.places(session, rows)
    return [
        Change(row.id, row.owner_id, None, wire.task(row, names, place=places.get(row.id)))
        for row in rows
    ]


def earlier_events(session: Session, task_id: str, after: int) -> Iterator[Change]:
    """A task's events with higher numbers, oldest first."""
    return _pages(session, after, Event.task_id == task_id)


def earlier_events_of(session: Session, owners: Collection[str], after: int) -> Iterator[Change]:
    """The events of all tasks of some identities with higher numbers, oldest first."""
    return _pages(session, after, Task.owner_id.in_(owners))


def last_event_of(session: Session, owners: Collection[str]) -> int:
    """The number of the last event of all tasks of some identities, 0 if there is none."""
    last = select(func.max(Event.id)).join(Task, Task.id == Event.task_id)
    return session.scalar(last.where(Task.owner_id.in_(owners))) or 0


def _pages(session: Session, after: int, *which: Any) -> Iterator[Change]:
    query = select(Event, Task.owner_id).join(Task, Task.id == Event.task_id).where(*which)
    while True:
        page = session.execute(query.where(Event.id > after).order_by(Event.id).limit(_PAGE)).all()
        yield from (_of_event(event, owner_id) for event, owner_id in page)
        if len(page) < _PAGE:
            return
        after = page[-1][0].id


def _of_event(event: Event, owner_id: str) -> Change:
    return Change(
        event.task_id, owner_id, event.id, {**wire.event(event), "task_id": event.task_id}
    )
