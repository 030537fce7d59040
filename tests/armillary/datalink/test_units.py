"""Units of work as they come from a worker."""

from __future__ import annotations

from typing import Any

import pytest

from armillary.datalink.units import (
    BatchUnit,
    DirectoryUnit,
    FileUnit,
    Options,
    RemoveUnit,
    SmallFile,
    SymlinkUnit,
    Unit,
    parse_options,
    parse_unit,
)


@pytest.mark.parametrize(
    ("document", "unit"),
    [
        (
            {"unit": 7, "kind": "directories", "root": 0, "paths": ["", "a"]},
            DirectoryUnit(7, 0, ["", "a"]),
        ),
        (
            {"unit": 8, "kind": "batch", "root": 1, "files": [["a/x", 5, 6, 0o644]]},
            BatchUnit(8, 1, [SmallFile("a/x", 5, 6, 0o644)]),
        ),
        (
            {"unit": 9, "kind": "file", "root": 0, "path": "b", "size": 3, "mtime_ns": 4, "mode": 5}
            | {"done": [[0, 2]]},
            FileUnit(9, 0, "b", 3, 4, 5, [(0, 2)]),
        ),
        (
            {"unit": 10, "kind": "symlinks", "root": 0, "links": [["l", "t"]]},
            SymlinkUnit(10, 0, [("l", "t")]),
        ),
        (
            {"unit": 11, "kind": "remove", "root": 0, "paths": ["a"], "first": True},
            RemoveUnit(11, 0, ["a"], first=True),
        ),
        (
            {"unit": 12, "kind": "batch", "root": 0, "files": [["", 1, 2, 3]], "expected": "0f"},
            BatchUnit(12, 0, [SmallFile("", 1, 2, 3)], "0f"),
        ),
    ],
)
def test_each_kind(document: dict[str, Any], unit: Unit) -> None:
    assert parse_unit(document) == unit


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"kind": "magic"},
        {"unit": 1, "kind": "file", "root": 0},
        {"unit": 1, "kind": "batch", "root": 0, "files": [["only a name"]]},
        {"unit": 1, "kind": "batch", "root": 0, "files": 3},
    ],
)
def test_malformed(document: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"unit|unpack"):
        parse_unit(document)


@pytest.mark.parametrize(
    ("document", "hash_name"),
    [
        ({}, None),
        ({"verify": True}, None),
        ({"verify": False, "algorithm": "md5"}, None),
        ({"verify": True, "algorithm": "md5"}, "md5"),
    ],
)
def test_whole_files_are_hashed_when_asked_for(
    document: dict[str, Any], hash_name: str | None
) -> None:
    assert parse_options(document).whole_file_hash == hash_name
    assert parse_options({}) == Options()
