"""How much is asked for at once, by what was measured of the way to the source. Pure."""

from __future__ import annotations

from armillary.datalink.destination import RANGE

_MIB = 1 << 20
_LEAST_RANGE = 1 * _MIB
_FIRST_RANGE = 4 * _MIB
_SECONDS_PER_RANGE = 2.0

LEAST_WINDOW = 2
MOST_WINDOW = 16
_SLOW = 20.0
_IDLE = 0.1

MOST_LANES = 8
_FAR = 0.005
_BETTER = 1.1


class Window:
    """How many requests are under way on a lane, so that the next answer is there when one ends.

    Two do where the source is near: while one answer arrives it prepares the next. Where
    each request is long under way, more follow each other.
    """

    def __init__(self) -> None:
        self.size = LEAST_WINDOW

    def taken(self, *, waited: float, seconds: float) -> None:
        """Learn from an answer.

        :param waited: seconds until it began to arrive
        :param seconds: in all
        """
        if waited > _IDLE * seconds:
            self.size += 1
        # What is asked for last must come while its ticket is still fresh.
        timely = int(_SLOW / seconds) if seconds > 0 else MOST_WINDOW
        self.size = max(1, min(max(self.size, LEAST_WINDOW), timely, MOST_WINDOW))


class Ranges:
    """How long the ranges of big files are: what takes a lane a second or two, a whole MiB.

    A slow connection that is cut loses little, a fast one is not asked all the time.

    :param size: bytes of the first
    :param most: bytes
    """

    def __init__(self, size: int = _FIRST_RANGE, most: int = RANGE) -> None:
        self.size = size
        self._most = most

    def taken(self, size: int, seconds: float) -> None:
        """Learn from a range of ``size`` bytes."""
        # The last range of a file may be too short to tell.
        if size < _LEAST_RANGE or seconds <= 0:
            return
        fitting = int(size / seconds * _SECONDS_PER_RANGE) // _MIB * _MIB
        # No more than twice at once: one answer that was waiting tells of no speed.
        self.size = max(_LEAST_RANGE, min(fitting, 2 * self.size, self._most))


class Lanes:
    """How many connections bring big files: from a source far away more, while more help.

    Near sources are limited by processors, which more connections only burden.

    :param number: at the start
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._best = 0.0
        self._settling = True

    def one_more(self, *, rate: float, away: float) -> bool:
        """Whether to open another, judged once a second.

        :param rate: bytes a second since the last time
        :param away: seconds that the source took to answer a greeting
        """
        if self._settling:  # a connection begins slowly
            self._settling = False
            return False
        helped = rate > _BETTER * self._best
        self._best = max(rate, self._best)
        if away < _FAR or not helped or self._number >= MOST_LANES:
            return False
        self._number += 1
        self._settling = True
        return True
