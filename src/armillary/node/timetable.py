"""How fast a collection may be read and written, by day and hour. Pure.

A rule is a line of text::

    [DAYS] [HH:MM-HH:MM] LIMIT...          mon-fri 08:00-18:00 in=10MB out=20MB in-files=100

with limits ``in`` and ``out`` in bytes a second, ``in-files`` and ``out-files`` in files a second.
Days are ``mon`` to ``sun``, alone, in ranges and in lists (``mon-fri,sun``); a time that ends
before it begins goes over midnight and belongs to the day on which it begins. Of a list of rules
the first whose time it is holds, alone. Times are local to the node's host.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Direction = Literal["in", "out"]
Measure = Literal["bytes", "files"]

LEAST: dict[Measure, float] = {"bytes": 10_000, "files": 1}
"""Slower limits are refused: what waits so long is taken for dead by the other side."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60
_TIME = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([kmgt]?)(i?)b?(?:/s)?", re.ASCII | re.IGNORECASE)
_LIMITS: dict[str, tuple[Direction, Measure]] = {
    "in": ("in", "bytes"),
    "out": ("out", "bytes"),
    "in-files": ("in", "files"),
    "out-files": ("out", "files"),
}


@dataclass(frozen=True)
class Rule:
    """Limits and when they hold.

    :param text: as it was written
    :param days: 0 is Monday
    :param begin: minute of the day
    :param end: minute of the day, on the next one if it is not after ``begin``
    """

    text: str
    days: frozenset[int]
    begin: int
    end: int
    limits: dict[tuple[Direction, Measure], float]

    def holds(self, now: datetime) -> bool:
        """Whether it is the rule's time."""
        minute, day = now.hour * 60 + now.minute, now.weekday()
        if self.begin < self.end:
            return day in self.days and self.begin <= minute < self.end
        if minute >= self.begin:
            return day in self.days
        return minute < self.end and (day - 1) % 7 in self.days


def parse_rule(text: str) -> Rule:
    """Read a rule.

    :raises ValueError: it is malformed; the message says how
    """
    days, begin, end = frozenset(range(7)), 0, _DAY_MINUTES
    limits: dict[tuple[Direction, Measure], float] = {}
    for word in text.lower().split():
        name, sign, value = word.partition("=")
        if sign:
            limits.update([_limit(name, value)])
        elif times := _TIME.fullmatch(word):
            begin, end = _minutes(*map(int, times.groups()))
        else:
            days = _days(word)
    if not limits:
        raise ValueError(f"{text!r} limits nothing: give in=, out=, in-files= or out-files=.")
    return Rule(text, days, begin, end, limits)


def rate(
    rules: Sequence[Rule], direction: Direction, measure: Measure, now: datetime
) -> float | None:
    """What is permitted a second at a time, or None for as much as there is."""
    for rule in rules:
        if rule.holds(now):
            return rule.limits.get((direction, measure))
    return None


def _limit(name: str, value: str) -> tuple[tuple[Direction, Measure], float]:
    if name not in _LIMITS:
        raise ValueError(f"{name!r} is none of {', '.join(_LIMITS)}.")
    direction, measure = _LIMITS[name]
    amount = _amount(value)
    if amount < LEAST[measure]:
        raise ValueError(f"{name}={value} is too slow: at least {LEAST[measure]:g} a second.")
    return (direction, measure), amount


def _amount(value: str) -> float:
    found = _SIZE.fullmatch(value)
    if not found:
        raise ValueError(f"{value!r} is no amount such as 500, 10MB or 1.5GiB.")
    number, prefix, binary = found.groups()
    power = " kmgt".index(prefix.lower()) if prefix else 0
    return float(number) * float((1024 if binary else 1000) ** power)


def _minutes(hour: int, minute: int, end_hour: int, end_minute: int) -> tuple[int, int]:
    begin, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or begin >= _DAY_MINUTES or end > _DAY_MINUTES:
        raise ValueError("Times go from 00:00 to 24:00.")
    if begin == end:
        raise ValueError("A time that ends when it begins is none; leave it out for all day.")
    return begin, end


def _days(word: str) -> frozenset[int]:
    found: set[int] = set()
    for part in word.split(","):
        first, _, last = part.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise ValueError(f"{word!r} is neither days (mon-fri) nor a time (08:00-18:00).")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(found)
