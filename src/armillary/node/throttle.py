"""Holding a collection to its limits, over everything that this node does with it at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from armillary.node.timetable import Direction, Measure, Rule, rate

_LATE = 0.1
"""Seconds of permission that are not lost when nobody was quick enough to use them."""

_STEP = 0.1
"""Seconds' worth that is permitted at once, so that a new hour's limits hold soon."""

_PIECE_SECONDS = 5
_LEAST_PIECE = 256 * 1024


class _Meter:
    """When so much more may pass (a token bucket told as times)."""

    def __init__(self) -> None:
        self._free_at = 0.0
        self._lock = threading.Lock()

    def reserve(self, seconds: float) -> float:
        """How long to wait before what takes so many seconds at the permitted rate."""
        with self._lock:
            now = time.monotonic()
            begin = max(self._free_at, now - _LATE)
            self._free_at = begin + seconds
            return begin - now


class Throttle:
    """A collection's limits at work; safe in any thread.

    :param rules: replaced when the configuration changes
    """

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self.rules = rules
        self._meters: dict[tuple[Direction, Measure], _Meter] = {
            ("in", "bytes"): _Meter(),
            ("in", "files"): _Meter(),
            ("out", "bytes"): _Meter(),
            ("out", "files"): _Meter(),
        }

    def rate(self, direction: Direction, measure: Measure) -> float | None:
        """What is permitted a second just now; None without a limit."""
        now = datetime.now().astimezone()
        return rate(self.rules, direction, measure, now) if self.rules else None

    def piece(self, most: int) -> int:
        """Bytes of a range that come in within seconds, at most so many."""
        limit = self.rate("in", "bytes")
        return most if limit is None else max(_LEAST_PIECE, min(most, int(limit * _PIECE_SECONDS)))

    def take(self, direction: Direction, size: int, files: int, go_on: Callable[[], bool]) -> None:
        """Return when so many bytes and files may pass, or nobody waits for them any more.

        :param go_on: asked several times a second while waiting
        """
        if self.rules:
            self._take(direction, "files", files, go_on)
            self._take(direction, "bytes", size, go_on)

    def _take(
        self, direction: Direction, measure: Measure, amount: float, go_on: Callable[[], bool]
    ) -> None:
        meter = self._meters[direction, measure]
        while amount > 0 and (limit := self.rate(direction, measure)):
            piece = min(amount, max(limit * _STEP, 1))
            amount -= piece
            if not _pause(meter.reserve(piece / limit), go_on):
                return


def _pause(seconds: float, go_on: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if not go_on():
            return False
        time.sleep(min(left, _STEP))
    return True
