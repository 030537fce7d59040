from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from armillary.transfer.compare import Found
from armillary.transfer.planner import (
    BATCH_BYTES,
    BATCH_FILES,
    SMALL_FILE_BYTES,
    Planner,
    Root,
)


def found(path: str, kind: str = "file", size: int = 1, link: str | None = None) -> Found:
    return Found(path, kind, size, 0, 0o644, link)


def plan(*lines: tuple[int, list[Found]]) -> list[dict[str, Any]]:
    planner = Planner()
    works: list[dict[str, Any]] = []
    for root, entries in lines:
        works += planner.begin(Root(root)) if root else []
        works += planner.add(entries)
    return [*works, *planner.flush()]


def test_one_small_file_is_a_batch_of_one() -> None:
    assert plan((0, [found("", size=5)])) == [
        {"kind": "batch", "root": 0, "files": [["", 5, 0, 0o644]]}
    ]


def test_big_files_go_alone() -> None:
    (work,) = plan((0, [found("big", size=SMALL_FILE_BYTES + 1)]))
    assert (work["kind"], work["path"], work["size"]) == ("file", "big", SMALL_FILE_BYTES + 1)


def test_directories_come_before_what_they_hold() -> None:
    works = plan((0, [found("", "dir"), found("a", "dir"), found("a/x")]))
    assert [work["kind"] for work in works] == ["directories", "batch"]
    assert works[0]["paths"] == ["", "a"]


def test_batches_of_different_roots_stay_apart() -> None:
    works = plan((0, [found("x")]), (1, [found("y")]))
    assert [(work["root"], len(work["files"])) for work in works] == [(0, 1), (1, 1)]


def test_links_inside_are_ignored_but_a_root_that_is_one_is_followed() -> None:
    works = plan((0, [found("l", link="elsewhere")]), (1, [found("", link="target")]))
    assert [work["root"] for work in works] == [1]


def test_devices_are_not_transferred() -> None:
    assert plan((0, [found("d", "chr"), found("p", "pipe")])) == []


sizes = st.lists(st.integers(0, 2 * SMALL_FILE_BYTES), max_size=1500)


@given(sizes, st.integers(1, 700))
def test_each_file_is_planned_once_and_batches_are_bounded(
    file_sizes: list[int], line: int
) -> None:
    entries = [found(str(i), size=size) for i, size in enumerate(file_sizes)]
    lines = [(0, entries[i : i + line]) for i in range(0, len(entries), line)]
    works = plan(*lines)
    planned = [w["path"] for w in works if w["kind"] == "file"]
    for work in works:
        if work["kind"] == "batch":
            planned += [name for name, *_ in work["files"]]
            assert len(work["files"]) <= BATCH_FILES
            assert sum(size for _, size, *_ in work["files"]) < BATCH_BYTES + SMALL_FILE_BYTES
    assert sorted(planned) == sorted(str(i) for i in range(len(file_sizes)))


def test_counts() -> None:
    planner = Planner()
    list(planner.add([found("", "dir"), found("a", size=3), found("b", size=4)]))
    assert (planner.counts.directories, planner.counts.files, planner.counts.bytes) == (1, 2, 7)
