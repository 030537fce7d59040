"""Rules of limits: what they say, and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from armillary.node.timetable import parse_rule, rate

# 2024-01-01 was a Monday
WORK = parse_rule("mon-fri 08:00-18:00 in=10MB out=1.5MiB/s in-files=100")
NIGHT = parse_rule("fri 22:00-06:00 out=1GB")
WEEKEND = parse_rule("sat-mon out-files=7")
REST = parse_rule("in=200MB")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(1, 8), 10_000_000),
        (at(1, 7, 59), 200_000_000),
        (at(5, 17, 59), 10_000_000),
        (at(5, 18), 200_000_000),
        (at(6, 12), 200_000_000),
    ],
)
def test_the_first_rule_whose_time_it_is(now: datetime, expected: float) -> None:
    assert rate([WORK, REST], "in", "bytes", now) == expected


def test_a_rule_holds_alone() -> None:
    assert rate([WORK, REST], "out", "bytes", at(1, 8)) == 1.5 * 1024 * 1024
    assert rate([WORK, REST], "in", "files", at(1, 8)) == 100
    assert rate([WORK, REST], "out", "bytes", at(1, 20)) is None
    assert rate([], "in", "bytes", at(1, 8)) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(5, 21, 59), False),
        (at(5, 22), True),
        (at(6, 5, 59), True),
        (at(6, 6), False),
        (at(6, 23), False),
        (at(5, 1), False),
    ],
)
def test_over_midnight_belongs_to_the_day_of_its_begin(now: datetime, expected: bool) -> None:
    assert NIGHT.holds(now) is expected


def test_days_go_round_the_week() -> None:
    assert sorted(WEEKEND.days) == [0, 5, 6]
    assert sorted(parse_rule("mon,wed-thu,sun in=1MB").days) == [0, 2, 3, 6]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "limits nothing"),
        ("mon-fri", "limits nothing"),
        ("always in=1MB", "neither days"),
        ("mon-xyz in=1MB", "neither days"),
        ("in=fast", "no amount"),
        ("in=1PB", "no amount"),
        ("in=1kB", "too slow"),
        ("out-files=0", "too slow"),
        ("inn=1MB", "none of"),
        ("08:00-25:00 in=1MB", "00:00 to 24:00"),
        ("08:61-09:00 in=1MB", "00:00 to 24:00"),
        ("08:00-08:00 in=1MB", "all day"),
    ],
)
def test_malformed_rules(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_rule(text)


def test_a_day_to_its_end() -> None:
    rule = parse_rule("mon 00:00-24:00 in=1MB")
    assert rule.holds(at(1, 23, 59))
    assert not rule.holds(at(2, 0))
