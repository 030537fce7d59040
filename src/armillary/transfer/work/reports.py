"""Events that tell how far a task is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from armillary.transfer.events import add_event
from armillary.transfer.model import Task


@dataclass
class Reports:
    """Adds a ``PROGRESS`` event each minute in which something was moved.

    :param every: seconds between two
    :param clock: monotonic seconds
    """

    every: float = 60.0
    clock: Callable[[], float] = time.monotonic
    _told: float = field(init=False)
    _bytes: int | None = None

    def __post_init__(self) -> None:
        self._told = self.clock()

    def tell(self, session: Session, task: Task) -> None:
        """Note what has been moved; add an event if it is time for one.

        Its ``details`` are JSON, as those of the hosted service: the bytes, seconds and megabits
        per second since the last one.
        """
        if self._bytes is None:
            self._bytes = task.bytes_transferred
        seconds = self.clock() - self._told
        if seconds < self.every:
            return
        moved = task.bytes_transferred - self._bytes
        details = {
            "bytes_transferred": moved,
            "duration": round(seconds, 2),
            "mbps": round(moved * 8 / seconds / 1e6, 2),
        }
        add_event(session, task.id, "PROGRESS", description="progress", details=json.dumps(details))
        self._told += seconds
        self._bytes = task.bytes_transferred
