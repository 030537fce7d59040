"""Two nodes, two processes: files go from one to the other under tickets."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from armillary.core.ids import new_id
from armillary.transfer.planner import SMALL_FILE_BYTES
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode
from tests.armillary.node.transfers import (
    faults,
    fetch,
    file_unit,
    finished,
    random_file,
    ranges,
)


@pytest.mark.parametrize("size", [0, 1, 300_000, 40_000_000])
@pytest.mark.parametrize("algorithm", [None, "SHA256"])
def test_one_file(
    source: NodeProcess, destination: NodeProcess, size: int, algorithm: str | None
) -> None:
    original = random_file(source.root / "original", size)
    original.chmod(0o640)
    lines = fetch(
        source,
        destination,
        [file_unit(original)],
        roots=["/new/copy"],
        options={"algorithm": algorithm},
    )
    copy = destination.root / "new/copy"
    digest = hashlib.sha256(original.read_bytes()).hexdigest()
    assert lines[-2:] == [
        {
            "unit": 1,
            "finished": True,
            "files": 1,
            "bytes": size,
            "checksum": digest if algorithm else None,
        },
        {"end": "done"},
    ]
    assert copy.read_bytes() == original.read_bytes()
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert copy.stat().st_mode & 0o7777 == 0o640
    assert sum(length for _, length in ranges(lines)) == size
    assert os.listdir(copy.parent) == ["copy"]


def test_many_files_of_many_sizes_at_once(source: NodeProcess, destination: NodeProcess) -> None:
    sizes = [5_000_000 + 1_700_000 * n for n in range(12)]
    originals = [random_file(source.root / f"f{n}", size) for n, size in enumerate(sizes)]
    units = [
        file_unit(path, unit=number) | {"path": path.name} for number, path in enumerate(originals)
    ]
    lines = fetch(
        source, destination, units, source_roots=["/"], roots=["/"], options={"algorithm": "md5"}
    )
    assert {line["unit"]: line["checksum"] for line in finished(lines)} == {
        number: hashlib.md5(path.read_bytes()).hexdigest() for number, path in enumerate(originals)
    }
    assert tree(destination.root) == tree(source.root)


def test_files_that_wait_for_their_digest_hold_nobody_up(
    source: NodeProcess, start_node: StartNode
) -> None:
    destination = start_node(
        "destination",
        entry="import armillary.node.digest_queue as queue\nqueue._FILES_AHEAD = 1" + ENTRY,
    )
    originals = [random_file(source.root / f"f{n}", 1_000_000) for n in range(40)]
    units = [
        file_unit(path, unit=number) | {"path": path.name} for number, path in enumerate(originals)
    ]
    how = {"source_roots": ["/"], "roots": ["/"], "options": {"algorithm": "sha256"}}
    assert len(finished(fetch(source, destination, units, **how))) == 40
    assert tree(destination.root) == tree(source.root)


def test_a_tree_of_2000_small_files(source: NodeProcess, destination: NodeProcess) -> None:
    top = source.root / "original"
    make_tree(top, 2000)
    units = plan(source, "/original")
    lines = fetch(source, destination, units)
    assert sum(line["files"] for line in finished(lines)) == 2000
    assert [line["faults"] for line in finished(lines) if line["faults"]] == []
    assert len(finished(lines)) == len(units)
    assert tree(destination.root / "copy") == tree(top)
    assert os.readlink(destination.root / "copy/link") == "d0/f0"


def test_a_batch_tells_which_files_failed(source: NodeProcess, destination: NodeProcess) -> None:
    top = source.root / "original"
    make_tree(top, 20)
    units = plan(source, "/original")
    (top / "d0/f0").unlink()
    (top / "d1/f1").write_bytes(b"changed")
    (destination.root / "copy/d2/f2").mkdir(parents=True)
    lines = fetch(source, destination, units, options={"algorithm": "sha512"})
    (batch,) = [line for line in finished(lines) if line["unit"] == 1]
    assert {fault["path"]: fault["code"] for fault in batch["faults"]} == {
        "d0/f0": "FILE_NOT_FOUND",
        "d1/f1": "FILE_SIZE_CHANGED",
        "d2/f2": "IS_A_DIRECTORY",
    }
    assert batch["files"] == 17
    assert not list((destination.root / "copy").rglob("*.part"))


def test_a_batch_of_large_files_arrives_in_many_packs(
    source: NodeProcess, destination: NodeProcess
) -> None:
    top = source.root / "original"
    top.mkdir()
    for number in range(9):
        random_file(top / f"f{number}", 900_000)
    lines = fetch(source, destination, plan(source, "/original"))
    assert sum(line["files"] for line in finished(lines)) == 9
    assert tree(destination.root / "copy") == tree(top)


@pytest.mark.parametrize("same", [False, True])
def test_the_largest_file_of_a_batch(
    source: NodeProcess, destination: NodeProcess, same: bool
) -> None:
    """Whatever the planner puts into a batch, the nodes can send in one."""
    top = source.root / "original"
    top.mkdir()
    random_file(top / "largest", SMALL_FILE_BYTES)
    random_file(top / "larger", SMALL_FILE_BYTES + 1)
    lines = fetch(source, source if same else destination, plan(source, "/original"))
    (batch,) = [line for line in finished(lines) if line["unit"] == 1]
    assert [(f["path"], f["code"]) for f in batch["faults"]] == [("larger", "NOT_SUPPORTED")]
    assert batch["files"] == 1


def test_long_requests_do_not_block_long_answers(
    source: NodeProcess, destination: NodeProcess
) -> None:
    """Requests of 64 KiB go one way while the other is full of data."""
    top = source.root / "original"
    top.mkdir()
    for number in range(1500):
        (top / f"{number:0250}").write_bytes(bytes(20_000))
    lines = fetch(source, destination, plan(source, "/original"))
    assert sum(line["files"] for line in finished(lines)) == 1500


def test_a_source_that_changes_meanwhile(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", 1_000_000)
    unit = file_unit(original)
    original.write_bytes(b"shorter")
    lines = fetch(source, destination, [unit])
    assert lines[0]["fault"]["code"] == "FILE_SIZE_CHANGED"
    assert os.listdir(destination.root) == []


def test_a_missing_source_fails_its_unit_only(
    source: NodeProcess, destination: NodeProcess
) -> None:
    original = random_file(source.root / "original", 1_000_000)
    missing = file_unit(original) | {"path": "missing"}
    there = file_unit(original, unit=2) | {"path": "original"}
    lines = fetch(source, destination, [missing, there], source_roots=["/"], roots=["/"])
    (fault,) = [line for line in lines if "fault" in line]
    assert (fault["unit"], fault["fault"]["code"]) == (1, "FILE_NOT_FOUND")
    assert [line["unit"] for line in finished(lines)] == [2]


def test_names_that_are_not_utf8(source: NodeProcess, destination: NodeProcess) -> None:
    top = os.fsencode(source.root / "original")
    os.mkdir(top)
    for name in (b"\xff\xfe", b"caf\xe9", "café".encode(), b"new\nline"):
        with open(os.path.join(top, name), "wb") as file:
            file.write(name)
    fetch(source, destination, plan(source, "/original"))
    copy = os.fsencode(destination.root / "copy")
    assert sorted(os.listdir(copy)) == sorted(os.listdir(top))


def test_a_full_disk(source: NodeProcess, destination: NodeProcess, small_disk: Path) -> None:
    original = random_file(source.root / "original", 3_000_000)
    lines = fetch(source, destination, [file_unit(original)], roots=["/small/copy"])
    assert lines[0]["fault"]["code"] == "NO_SPACE_LEFT"
    assert not (small_disk / "copy").exists()


def test_a_disk_that_gets_full_in_a_batch(
    source: NodeProcess, destination: NodeProcess, small_disk: Path
) -> None:
    top = source.root / "original"
    top.mkdir()
    for number in range(20):
        random_file(top / f"f{number}", 100_000)
    lines = fetch(source, destination, plan(source, "/original"), roots=["/small/copy"])
    (batch,) = [line for line in finished(lines) if line["unit"] == 1]
    assert {fault["code"] for fault in batch["faults"]} == {"NO_SPACE_LEFT"}
    assert batch["files"] + len(batch["faults"]) == 20
    whole = [path for path in (small_disk / "copy").iterdir() if path.stat().st_size == 100_000]
    assert len(whole) == batch["files"] == len(list((small_disk / "copy").iterdir()))


def make_tree(top: Path, count: int) -> None:
    for number in range(count):
        path = top / f"d{number % 20}/f{number}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(number * 7 % 5000))
    (top / "link").symlink_to("d0/f0")
    (top / "empty").mkdir()


def plan(source: NodeProcess, root: str) -> list[dict[str, Any]]:
    """What a worker makes of a walk: directories, batches of 500, links."""
    ticket = source.client.ticket("read", roots=[root])
    rows: list[Any] = []
    for line in source.client.lines(
        "walk", {"ticket": ticket, "items": [{"root": 0, "recursive": True}]}
    ):
        rows += line.get("entries", [])
    files = [[r[0], r[2], r[3], r[4]] for r in rows if r[1] == "file" and r[5] is None]
    batches = [files[at : at + 500] for at in range(0, len(files), 500)]
    return [
        {
            "unit": 0,
            "kind": "directories",
            "root": 0,
            "paths": [r[0] for r in rows if r[1] == "dir" and r[5] is None],
        },
        *(
            {"unit": number, "kind": "batch", "root": 0, "files": batch}
            for number, batch in enumerate(batches, 1)
        ),
        {
            "unit": 1000,
            "kind": "symlinks",
            "root": 0,
            "links": [[r[0], r[5]] for r in rows if r[5] is not None],
        },
    ]


def tree(top: Path) -> dict[str, Any]:
    """Everything below a directory: content, permissions, time; directories and links too."""
    return {
        str(path.relative_to(top)): (
            (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns)
            if path.is_file()
            else path.is_dir()
        )
        for path in top.rglob("*")
    }


@pytest.mark.parametrize("same_node", [False, True], ids=["between nodes", "on one node"])
@pytest.mark.parametrize("algorithm", [None, "sha256"])
def test_a_file_that_has_its_name_already_is_not_sent_again(
    source: NodeProcess, destination: NodeProcess, algorithm: str | None, same_node: bool
) -> None:
    original = random_file(source.root / "original", 3_000_000)
    target = source if same_node else destination
    copy = target.root / "copy"
    copy.write_bytes(original.read_bytes())
    before = copy.stat().st_ino
    unit = file_unit(original, done=[(0, 1_000_000), (1_000_000, 2_000_000)])
    lines = fetch(source, target, [unit], options={"algorithm": algorithm})
    digest = hashlib.sha256(original.read_bytes()).hexdigest()
    (line,) = finished(lines)
    assert (line["bytes"], line["checksum"]) == (3_000_000, digest if algorithm else None)
    assert (ranges(lines), copy.stat().st_ino) == ([], before)
    assert not list(target.root.glob(".*"))


@pytest.mark.parametrize("there", [None, bytes(3_000_000), b"short"])
def test_what_had_come_and_is_gone_is_told_as_lost(
    source: NodeProcess, destination: NodeProcess, there: bytes | None
) -> None:
    original = random_file(source.root / "original", 3_000_000)
    copy = destination.root / "copy"
    if there is not None:
        copy.write_bytes(there)
    gone = fetch(source, destination, [file_unit(original, done=[(0, 3_000_000)])])
    assert ([line["lost"] for line in gone if "lost" in line], ranges(gone)) == ([1], [])
    assert faults(gone) == ["VERIFY_CHECKSUM"]
    assert (copy.read_bytes() if copy.exists() else None) == there
    partly = fetch(source, destination, [file_unit(original, done=[(0, 1_000_000)])])
    assert partly[0] == {"lost": 1}
    assert sum(length for _, length in ranges(partly)) == 3_000_000
    assert copy.read_bytes() == original.read_bytes()


def test_what_a_partial_file_has_lost_is_fetched_again(
    source: NodeProcess, destination: NodeProcess
) -> None:
    mib = 1 << 20
    original = random_file(source.root / "original", 5 * mib)
    task = new_id()
    partial = destination.root / f".copy.{task[:8]}.part"
    with partial.open("wb") as file:
        file.write(original.read_bytes()[:mib])
        file.seek(3 * mib)
        file.write(original.read_bytes()[3 * mib : 4 * mib])
    unit = file_unit(original, done=[[0, 4 * mib]])
    lines = fetch(source, destination, [unit], task=task)
    assert lines[0] == {"lost": 1}
    assert ranges(lines)[:2] == [[0, mib], [3 * mib, mib]], "these are still there"
    assert sum(length for _, length in ranges(lines)) == 5 * mib
    assert (destination.root / "copy").read_bytes() == original.read_bytes()
