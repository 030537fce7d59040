"""One look at the database for all who listen in this process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from armillary.db.engine import Database
from armillary.transfer.live.changes import Change, Changes, Watched

_log = logging.getLogger(__name__)

# Seconds between two looks: at most what a person takes for "at once". Who has just come often
# waits for something short, and learns of it a twentieth of that later.
_PAUSE = 0.25
_FIRST_PAUSE = 0.03
_PART = 0.05
# Who does not read for so long is let go; with the number of its last event it can come again.
_MAX_WAITING = 1000

Queue = asyncio.Queue[Change | None]


@dataclass(eq=False)
class Listener:
    """Somebody who listens: to one task, or to all tasks of some identities.

    :param only_end: who only waits for the task to run no more
    :param queue: what is to be told; None at the end
    :param ready: set once something has been looked at with which later looks are compared
    """

    owners: frozenset[str]
    task_id: str | None = None
    only_end: bool = False
    queue: Queue = field(default_factory=lambda: asyncio.Queue(_MAX_WAITING))
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    def wants(self, change: Change) -> bool:
        """Whether a change is to be told."""
        if self.task_id is not None:
            return change.task_id == self.task_id
        return change.owner_id in self.owners


class Hub:
    """Looks for changes as long as somebody listens, and tells each who wants to know.

    :param stopping: whether the process is about to end
    """

    def __init__(self, database: Database, stopping: Callable[[], bool]) -> None:
        self._database = database
        self._stopping = stopping
        self._listeners: set[Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._last_came = 0.0

    def listeners(self, owners: frozenset[str]) -> int:
        """How many listen for these identities."""
        return sum(not each.owners.isdisjoint(owners) for each in self._listeners)

    @contextlib.asynccontextmanager
    async def listening(self, listener: Listener) -> AsyncIterator[Listener]:
        """Tell a listener of everything that changes from now on."""
        self._listeners.add(listener)
        self._last_came = time.monotonic()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            # A task that nobody watched before is no news at the next look, whatever it became.
            await listener.ready.wait()
            yield listener
        finally:
            self._listeners.discard(listener)

    async def _look(self) -> None:
        changes = Changes()
        while listeners := list(self._listeners):
            try:
                found = await run_in_threadpool(self._changes, changes, listeners)
            except Exception:
                # The database is gone for a while; listeners hear of it all when it is back.
                _log.exception("no changes could be looked for")
            else:
                for change in found:
                    self._tell(change)
                for listener in listeners:
                    listener.ready.set()
            if self._stopping():
                break
            waited = time.monotonic() - self._last_came
            await asyncio.sleep(min(_PAUSE, max(_FIRST_PAUSE, waited * _PART)))
        self._looking = None
        for listener in set(self._listeners):
            self._let_go(listener)

    def _changes(self, changes: Changes, listeners: Sequence[Listener]) -> list[Change]:
        of_tasks = [(each.task_id, each.only_end) for each in listeners if each.task_id is not None]
        watched = Watched(
            tasks={task_id for task_id, only_end in of_tasks if not only_end},
            owners={owner for each in listeners if each.task_id is None for owner in each.owners},
            ends={task_id for task_id, only_end in of_tasks if only_end},
        )
        with self._database.read() as session:
            return changes.look(session, watched)

    def _tell(self, change: Change) -> None:
        for listener in [each for each in self._listeners if each.wants(change)]:
            try:
                listener.queue.put_nowait(change)
            except asyncio.QueueFull:
                self._let_go(listener)

    def _let_go(self, listener: Listener) -> None:
        self._listeners.discard(listener)
        listener.ready.set()
        if listener.queue.full():
            listener.queue.get_nowait()
        listener.queue.put_nowait(None)
