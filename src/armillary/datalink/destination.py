"""The destination's bookkeeping: which ranges to ask for, how far the beginning is complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

RANGE = 16 * 1024 * 1024
"""The most bytes that are asked for at once, which a cut connection can cost."""

Range = tuple[int, int]
"""Offset and length, in bytes."""


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same bytes in as few ranges as can be, in order."""
    result: list[Range] = []
    for offset, length in sorted(ranges):
        if result and offset <= sum(result[-1]):
            begin, before = result[-1]
            result[-1] = begin, max(before, offset + length - begin)
        else:
            result.append((offset, length))
    return result


def without(ranges: Iterable[Range], gaps: Iterable[Range]) -> list[Range]:
    """What is left of ranges, merged, where nothing of the gaps counts."""
    left = merged(ranges)
    for gap, size in gaps:
        left = [part for each in left for part in _beside(each, gap, gap + size)]
    return left


def _beside(each: Range, begin: int, end: int) -> Iterator[Range]:
    offset, length = each
    if offset < begin:
        yield offset, min(length, begin - offset)
    if end < offset + length:
        start = max(offset, end)
        yield start, offset + length - start


def missing_ranges(
    size: int, done: Iterable[Range], *, piece: Callable[[], int]
) -> Iterator[Range]:
    """The pieces of a file that are still to be fetched, in order.

    :param done: ranges that have arrived; they may touch, overlap and come in any order
    :param piece: the most bytes of the next one
    """
    for start, end in _gaps(size, done):
        while start < end:
            length = min(piece(), end - start)
            yield start, length
            start += length


def _gaps(size: int, done: Iterable[Range]) -> Iterator[tuple[int, int]]:
    reached = 0
    for offset, length in merged(done):
        if offset > reached:
            yield reached, min(offset, size)
        reached = offset + length
    if reached < size:
        yield reached, size


class Prefix:
    """How many bytes from the beginning of a file have arrived without a gap."""

    def __init__(self, done: Iterable[Range] = ()) -> None:
        self.length = 0
        self._later: dict[int, int] = {}
        for offset, length in done:
            self.add(offset, length)

    @property
    def any(self) -> bool:
        """Whether anything at all has arrived."""
        return bool(self.length or self._later)

    def add(self, offset: int, length: int) -> None:
        """Count a range that has arrived."""
        self._later[offset] = max(length, self._later.get(offset, 0))
        for start in sorted(self._later):
            if start > self.length:
                break
            self.length = max(self.length, start + self._later.pop(start))
