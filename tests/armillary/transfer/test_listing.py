from __future__ import annotations

from typing import Any

import pytest

from armillary.transfer.errors import BadRequest
from armillary.transfer.listing import select


def entry(name: str, kind: str = "file", size: int = 1, day: int = 1) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "size": size,
        "last_modified": f"2026-01-{day:02} 12:00:00+00:00",
    }


ENTRIES = [
    entry("b.txt", size=20, day=2),
    entry("a.txt", size=10, day=3),
    entry("dir", "dir", size=4096, day=4),
    entry("c.tmp", size=30, day=5),
]


def names(filters: list[str], orderby: str | None = None) -> list[str]:
    return [e["name"] for e in select(ENTRIES, filters=filters, orderby=orderby)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], ["dir", "a.txt", "b.txt", "c.tmp"]),
        ([""], ["dir", "a.txt", "b.txt", "c.tmp"]),
        (["name:a.txt,c.tmp"], ["a.txt", "c.tmp"]),
        (["name:=a.txt"], ["a.txt"]),
        (["name:~*.txt"], ["a.txt", "b.txt"]),
        (["name:!a.txt"], ["dir", "b.txt", "c.tmp"]),
        (["name:!~*.txt"], ["dir", "c.tmp"]),
        (["name:~*.txt/size:15,"], ["b.txt"]),
        (["type:dir", "name:~*.tmp"], ["dir", "c.tmp"]),
        (["size:,10"], ["a.txt"]),
        (["last_modified:2026-01-03,2026-01-04 23:59:59"], ["dir", "a.txt"]),
    ],
)
def test_filters(filters: list[str], expected: list[str]) -> None:
    assert names(filters) == expected


@pytest.mark.parametrize(
    ("orderby", "expected"),
    [
        ("name DESC", ["dir", "c.tmp", "b.txt", "a.txt"]),
        ("size", ["a.txt", "b.txt", "c.tmp", "dir"]),
        ("type ASC,size DESC", ["dir", "c.tmp", "b.txt", "a.txt"]),
    ],
)
def test_order(orderby: str, expected: list[str]) -> None:
    assert names([], orderby) == expected


@pytest.mark.parametrize(
    "bad", ["nonsense", "colour:red", "size:big,", "last_modified:yesterday,", "size:x"]
)
def test_bad_filter_names_itself(bad: str) -> None:
    with pytest.raises(BadRequest):
        names([bad])


@pytest.mark.parametrize("bad", ["colour", "name SIDEWAYS", "name ASC,"])
def test_bad_order(bad: str) -> None:
    with pytest.raises(BadRequest):
        names([], bad)
