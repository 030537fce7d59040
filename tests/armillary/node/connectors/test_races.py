"""Another process swaps a directory for a link that leads out, thousands of times a second, while
every operation goes through that name: nothing outside is ever seen or touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from armillary.node.connectors.base import Snapshot
from armillary.node.connectors.posix import PosixStorage
from armillary.node.errors import NodeError
from armillary.node.walk import WalkItem, remove, walk
from tests.conformance.storage import TAG, place

ROUNDS = 2000
SWAPPER = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
os.chdir(sys.argv[1])
here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
print("ready", flush=True)
while True:
    if libc.renameat2(here, b"d", here, b"link", exchange):
        sys.exit("the two can't be exchanged")
"""
MTIME = 1_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """``d`` holds what may be seen, ``link`` leads out to the same names with other content."""
    root = tmp_path / "root"
    for folder, text in ((root / "d", "inside"), (tmp_path / "out", "secret")):
        (folder / "sub").mkdir(parents=True)
        for name in ("file", "sub/file"):
            (folder / name).write_text(text)
            os.utime(folder / name, ns=(MTIME, MTIME))
    (tmp_path / "out/only-outside").write_text("secret")
    (root / "link").symlink_to("../out")
    return root


@pytest.fixture
def swapping(root: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", SWAPPER, str(root)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield
        assert process.poll() is None, "the swapper has died"
        process.kill()


def outside(root: Path) -> dict[str, object]:
    """All that is outside, with its facts."""
    return {
        str(path): (path.read_bytes() if path.is_file() else None, path.stat().st_mtime_ns)
        for path in [root.parent / "out", *(root.parent / "out").rglob("*")]
    }


def scan(storage: PosixStorage) -> object:
    return {entry.name for entry in storage.scan("d")}


def read(storage: PosixStorage) -> object:
    return storage.read_small("d/file", Snapshot(6, MTIME))


def read_range(storage: PosixStorage) -> object:
    reader = storage.open_read("d/sub/file", Snapshot(6, MTIME))
    try:
        buffer = bytearray(6)
        reader.read_into(memoryview(buffer), 0)
        return bytes(buffer)
    finally:
        reader.close()


def walk_all(storage: PosixStorage) -> object:
    lines = list(walk(storage, {0: WalkItem("d", recursive=True, follow=True)}))
    return {row[0] for line in lines for row in line.get("entries", ())}


def copy(storage: PosixStorage) -> None:
    partial = storage.begin("d/sub/copied", tag=TAG, resume=True)
    try:
        partial.write(memoryview(b"mine"), 0)
        partial.commit(size=4, mode=0o644, mtime_ns=None)
    finally:
        partial.close()


def put(storage: PosixStorage) -> None:
    place(storage, "d/sub/put", b"mine")


def put_deep(storage: PosixStorage) -> None:
    place(storage, "d/new/deep/put", b"mine")


def make(storage: PosixStorage) -> None:
    with suppress(NodeError):  # what a round before could not remove
        storage.remove("d/made")
    storage.make_directory("d/made")


def ensure(storage: PosixStorage) -> None:
    storage.ensure_directory("d/sub/a/b")


def make_link(storage: PosixStorage) -> None:
    with suppress(NodeError):
        storage.remove("d/linked")
    storage.make_symlink("d/linked", "x")


def rename(storage: PosixStorage) -> None:
    with suppress(NodeError):
        storage.rename("d/moved", "d/sub/file")
    storage.rename("d/sub/file", "d/moved")


def delete(storage: PosixStorage) -> None:
    place(storage, "d/file", b"inside")
    storage.remove("d/file")


def delete_outside_only(storage: PosixStorage) -> None:
    storage.remove("d/only-outside")


def delete_tree(storage: PosixStorage) -> None:
    place(storage, "d/sub/file", b"inside")
    how = {"recursive": True, "ignore_missing": False, "interpret_globs": False}
    list(remove(storage, ["d/sub"], **how))


OPERATIONS: list[Callable[[PosixStorage], object]] = [
    scan,
    read,
    read_range,
    walk_all,
    copy,
    put,
    put_deep,
    make,
    ensure,
    make_link,
    rename,
    delete,
    delete_outside_only,
    delete_tree,
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.__name__)
def test_nothing_leads_out(
    root: Path, swapping: None, operation: Callable[[PosixStorage], object]
) -> None:
    before = outside(root)
    seen: list[object] = []
    refusals: set[str] = set()
    for _ in range(ROUNDS):
        with PosixStorage(root) as storage:
            try:
                seen.append(operation(storage))
            except NodeError as error:
                refusals.add(error.code)
    assert outside(root) == before
    for answer in seen:
        assert answer not in (b"secret",)
        assert "only-outside" not in (answer if isinstance(answer, set) else ())
    # it is a race: both the directory and the link were met
    if operation not in (walk_all, delete_tree, delete_outside_only):
        assert seen
        assert "PERMISSION_DENIED" in refusals
    assert "INTERNAL_ERROR" not in refusals
