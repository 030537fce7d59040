"""How much is asked for at once, by what was measured."""

from __future__ import annotations

import pytest

from armillary.node.pace import MOST_LANES, MOST_WINDOW, Lanes, Ranges, Window

MIB = 1 << 20


@pytest.mark.parametrize(
    ("waited", "seconds", "size"),
    [
        (0.0, 0.02, 2),  # near: the next answer is there when one ends
        (0.05, 0.06, MOST_WINDOW),  # far: every answer is waited for
        (0.0, 6.0, 2),
        (3.0, 6.0, 3),  # more would come too late
        (0.0, 15.0, 1),
        (15.0, 30.0, 1),
        (0.0, 0.0, 2),
    ],
)
def test_the_window_of_answers_that_are_all_alike(waited: float, seconds: float, size: int) -> None:
    window = Window()
    for _ in range(50):
        window.taken(waited=waited, seconds=seconds)
    assert window.size == size


def test_a_window_recovers_from_a_slow_answer() -> None:
    window = Window()
    window.taken(waited=0.0, seconds=60.0)
    assert window.size == 1
    window.taken(waited=0.0, seconds=0.1)
    assert window.size == 2


@pytest.mark.parametrize(
    ("rate", "size"),
    [
        (100 * MIB, 16 * MIB),
        (5 * MIB, 10 * MIB),
        (1.7 * MIB, 3 * MIB),
        (0.1 * MIB, 1 * MIB),
    ],
)
def test_ranges_take_seconds_at_most(rate: float, size: int) -> None:
    ranges = Ranges()
    for _ in range(20):
        ranges.taken(ranges.size, ranges.size / rate)
    assert ranges.size == size


def test_what_tells_nothing_changes_no_range() -> None:
    ranges = Ranges()
    first = ranges.size
    ranges.taken(1000, 5.0)
    ranges.taken(MIB, 0.0)
    assert ranges.size == first
    ranges.taken(first, 1e-6)
    assert ranges.size == 2 * first, "at most twice at once"


def connections(rates: list[float], away: float, number: int = 2) -> int:
    lanes = Lanes(number)
    return number + sum(lanes.one_more(rate=rate, away=away) for rate in rates)


def test_connections_are_added_while_they_help() -> None:
    growing = [float(rate) for rate in range(100, 10_000, 100)]
    assert connections(growing, away=0.05) == MOST_LANES
    assert connections(growing, away=0.0001) == 2, "a near source gains nothing"
    # It settles at first, then finds one more useful, then no further ones.
    assert connections([10, 100, 100, 105, 105, 105, 105], away=0.05) == 3
