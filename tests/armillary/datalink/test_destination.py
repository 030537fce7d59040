"""Which ranges are missing, how far the beginning is complete."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.datalink.destination import Prefix, Range, merged, missing_ranges, without

ranges = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), max_size=8)


@pytest.mark.parametrize(
    ("size", "done", "missing"),
    [
        (0, [], []),
        (25, [], [(0, 10), (10, 10), (20, 5)]),
        (25, [(10, 10)], [(0, 10), (20, 5)]),
        (25, [(0, 25)], []),
        (25, [(3, 4), (5, 10)], [(0, 3), (15, 10)]),
        (25, [(20, 100)], [(0, 10), (10, 10)]),
    ],
)
def test_missing_ranges(size: int, done: list[Range], missing: list[Range]) -> None:
    assert list(missing_ranges(size, done, piece=lambda: 10)) == missing


@given(st.integers(0, 120), ranges)
def test_done_and_missing_cover_the_file_and_never_overlap(size: int, done: list[Range]) -> None:
    here = {byte for offset, length in done for byte in range(offset, offset + length)}
    asked = [
        byte
        for offset, length in missing_ranges(size, done, piece=lambda: 7)
        for byte in range(offset, offset + length)
    ]
    assert asked == [byte for byte in range(size) if byte not in here]


@given(ranges)
def test_the_prefix_ends_at_the_first_gap(done: list[Range]) -> None:
    here = {byte for offset, length in done for byte in range(offset, offset + length)}
    gap = next(byte for byte in range(200) if byte not in here)
    assert Prefix(done).length == gap


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20))))
def test_merged_ranges_are_the_same_bytes_with_gaps_between(ranges: list[Range]) -> None:
    def covered(some: list[Range]) -> set[int]:
        return {byte for offset, length in some for byte in range(offset, offset + length)}

    result = merged(ranges)
    assert covered(result) == covered(ranges)
    assert all(sum(one) < other[0] for one, other in pairwise(result))


@given(ranges, ranges)
def test_what_is_left_beside_gaps(some: list[Range], gaps: list[Range]) -> None:
    def covered(parts: list[Range]) -> set[int]:
        return {byte for offset, length in parts for byte in range(offset, offset + length)}

    assert covered(without(some, gaps)) == covered(some) - covered(gaps)
