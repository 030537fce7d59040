"""A directory as storage: the conformance suite, and attempts to get out of it."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from armillary.node.connectors import beneath
from armillary.node.connectors.base import Care, Snapshot
from armillary.node.connectors.posix import PosixStorage
from armillary.node.connectors.posix_files import partial_name
from armillary.node.errors import NodeError
from tests.conformance.storage import (
    TAG,
    StorageConformance,
    content,
    names,
    place,
    refused,
    snapshot,
)

_NOBODY = 65534


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_text("secret")
    path = tmp_path / "root"
    path.mkdir()
    return path


@pytest.fixture
def storage(root: Path) -> Iterator[PosixStorage]:
    with PosixStorage(root) as opened:
        yield opened


class TestPosix(StorageConformance):
    pass


class TestCareful(StorageConformance):
    """Every write made durable and read back."""

    @pytest.fixture
    def storage(self, root: Path) -> Iterator[PosixStorage]:
        with PosixStorage(root, care=Care(durable=True, read_back=True)) as opened:
            yield opened


class TestWithoutKernelCopies(StorageConformance):
    """File systems and kernels that lack copy_file_range."""

    @pytest.fixture(autouse=True)
    def old_kernel(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def absent(*arguments: object) -> int:
            raise OSError(errno.ENOSYS, "not here")

        monkeypatch.setattr(os, "copy_file_range", absent)


def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collects the paths that are made durable from now on, in their order."""
    paths: list[str] = []
    real = os.fsync

    def fsync(fd: int) -> None:
        paths.append(Path(os.readlink(f"/proc/self/fd/{fd}")).name)
        real(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    return paths


def test_durable_means_the_file_before_its_name_and_then_the_directory(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = synced(monkeypatch)
    with PosixStorage(root, care=Care(durable=True)) as storage:
        partial = storage.begin("big", tag=TAG, resume=False)
        partial.commit(size=0, mode=0o644, mtime_ns=None)
        partial.close()
        assert paths == [f".big.{TAG}.part", "root"]
        paths.clear()
        for number in range(3):
            place(storage, f"d/{number}")
        assert paths == [f".{number}.{TAG}.part" for number in range(3)]
        paths.clear()
        storage.flush()
        assert sorted(paths) == ["d", "root"]
        paths.clear()
        storage.rename("d/0", "zero")
        storage.remove("d/1")
        storage.make_symlink("d/link", "2")
        storage.flush()
        assert sorted(paths) == ["d", "root"]
        storage.flush()
        assert sorted(paths) == ["d", "root"]


def test_nothing_is_made_durable_unasked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = synced(monkeypatch)
    with PosixStorage(root) as storage:
        place(storage, "d/a")
        storage.begin("big", tag=TAG, resume=False).commit(size=0, mode=0o644, mtime_ns=None)
        storage.flush()
    assert paths == []


def test_many_changed_directories_take_few_descriptors(root: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    with PosixStorage(root, care=Care(durable=True)) as storage:
        for number in range(300):
            place(storage, f"{number}/a")
            assert len(os.listdir("/proc/self/fd")) < before + 80
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_storage_that_loses_bytes_is_found_out(
    root: Path, storage: PosixStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(len(data))))
    how: dict[str, Any] = {"tag": TAG, "mode": 0o644, "mtime_ns": None, "read_back": True}
    refused("VERIFY_CHECKSUM", lambda: storage.place("a", memoryview(b"12345"), **how))
    assert names(storage) == set()


ESCAPES = {
    "absolute": "{outside}/secret",
    "relative": "../outside/secret",
    "deep": "d/../../outside/secret",
    "magic": "/proc/self/root/etc/passwd",
}


@pytest.mark.parametrize("target", ESCAPES.values(), ids=ESCAPES)
def test_links_do_not_lead_out(root: Path, storage: PosixStorage, target: str) -> None:
    outside = root.parent / "outside"
    (root / "d").mkdir()
    (root / "link").symlink_to(target.format(outside=outside))
    assert storage.stat("link").type == "invalid_symlink"
    for action in (
        lambda: storage.read_small("link", Snapshot(6, 0)),
        lambda: storage.open_read("link", Snapshot(6, 0)),
    ):
        refused("PERMISSION_DENIED", action)
    place(storage, "link", b"mine")
    assert (outside / "secret").read_text() == "secret"
    assert content(storage, "link") == b"mine"


@pytest.mark.parametrize("target", ["{outside}", "../outside"])
def test_linked_directories_do_not_lead_out(root: Path, storage: PosixStorage, target: str) -> None:
    outside = root.parent / "outside"
    (root / "d").symlink_to(target.format(outside=outside))
    place(storage, "file")
    for action in (
        lambda: list(storage.scan("d")),
        lambda: storage.stat("d/secret"),
        lambda: storage.make_directory("d/new"),
        lambda: storage.ensure_directory("d/new/er"),
        lambda: storage.remove("d/secret"),
        lambda: storage.rename("d/secret", "mine"),
        lambda: storage.rename("file", "d/theirs"),
        lambda: storage.make_symlink("d/link", "x"),
        lambda: place(storage, "d/new"),
        lambda: storage.begin("d/new", tag=TAG, resume=False),
        lambda: storage.read_small("d/secret", Snapshot(6, 0)),
        lambda: storage.identity("d"),
    ):
        refused("PERMISSION_DENIED", action)
    assert os.listdir(outside) == ["secret"]


def test_a_guest_root_confines_as_well(root: Path) -> None:
    (root / "guest").mkdir()
    (root / "private").write_text("private")
    (root / "guest/link").symlink_to("../private")
    with PosixStorage(root, "/guest") as guest:
        assert names(guest) == {"link"}
        refused("INVALID_PATH_NAME", lambda: guest.stat("../private"))
        refused("PERMISSION_DENIED", lambda: guest.read_small("link", Snapshot(7, 0)))


def test_a_guest_root_is_itself_beneath_the_mapped_one(root: Path) -> None:
    (root / "guest").symlink_to("../outside")
    refused("PERMISSION_DENIED", lambda: PosixStorage(root, "/guest"))
    refused("INVALID_PATH_NAME", lambda: PosixStorage(root, "/../outside"))
    refused("FILE_NOT_FOUND", lambda: PosixStorage(root, "/absent"))


def test_a_shared_directory_is_beneath_the_guest_root_and_shows_nothing_else(root: Path) -> None:
    (root / "private").mkdir()
    (root / "guest/shared").mkdir(parents=True)
    (root / "guest/other").write_text("other")
    (root / "guest/shared/link").symlink_to("../other")
    # It stays below the mapped root, but leads out of the guest's.
    (root / "guest/evil").symlink_to("../private")
    with PosixStorage(root, "/guest", "/shared/") as shared:
        assert names(shared) == {"link"}
        refused("PERMISSION_DENIED", lambda: shared.read_small("link", Snapshot(5, 0)))
    refused("PERMISSION_DENIED", lambda: PosixStorage(root, "/guest", "/evil/"))
    refused("FILE_NOT_FOUND", lambda: PosixStorage(root, "/guest", "/absent/"))


def test_swapping_a_directory_for_a_link_never_leads_out(root: Path) -> None:
    """One thread swaps a directory for a link out while another reads through that name."""
    (root / "d").mkdir()
    (root / "d/secret").write_text("public")
    mtime = (root / "d/secret").stat().st_mtime_ns
    (root.parent / "outside/secret").write_text("hidden")
    os.utime(root.parent / "outside/secret", ns=(mtime, mtime))
    (root / "out").symlink_to("../outside")
    over = threading.Event()

    def swap() -> None:
        while not over.is_set():
            os.rename(root / "d", root / "spare")
            os.rename(root / "out", root / "d")
            os.rename(root / "d", root / "out")
            os.rename(root / "spare", root / "d")

    thread = threading.Thread(target=swap)
    thread.start()
    seen = set()
    try:
        for _ in range(3000):
            with PosixStorage(root) as storage:
                try:
                    seen.add(storage.read_small("d/secret", Snapshot(6, mtime)))
                except NodeError as error:
                    seen.add(error.code.encode())
    finally:
        over.set()
        thread.join()
    assert b"hidden" not in seen
    assert b"public" in seen


def test_special_files_are_not_opened(root: Path, storage: PosixStorage) -> None:
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "socket"))
    assert storage.stat("pipe").type == "pipe"
    assert storage.stat("socket").type == "other"
    refused("NOT_A_FILE", lambda: storage.read_small("pipe", snapshot(storage, "pipe")))


def test_a_partial_that_is_linked_elsewhere_is_not_resumed(
    root: Path, storage: PosixStorage
) -> None:
    precious = root / "precious"
    precious.write_text("precious")
    for make in (os.link, os.symlink):
        trap = os.path.join(os.fsencode(root), partial_name("a", TAG))
        make(os.fsencode(precious), trap)
        partial = storage.begin("a", tag=TAG, resume=True)
        assert not partial.resumed
        partial.write(memoryview(b"overwritten"), 0)
        partial.discard()
        partial.close()
    assert precious.read_text() == "precious"


def test_partial_names_of_long_names_differ() -> None:
    one, other = partial_name("x" * 255, TAG), partial_name("x" * 254 + "y", TAG)
    assert one != other
    assert max(len(one), len(other)) <= 255
    assert partial_name("a", TAG) == b".a.0a1b2c3d.part"


@contextmanager
def ordinary_rights() -> Iterator[None]:
    """What root may do, which is everything, is put aside for a while."""
    user = os.geteuid()
    os.seteuid(_NOBODY if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_read_only_directory_is_permission_denied(root: Path, storage: PosixStorage) -> None:
    root.chmod(0o555)
    with ordinary_rights():
        refused("PERMISSION_DENIED", lambda: storage.make_directory("d"))


def test_descriptors_are_given_back(root: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        with PosixStorage(root) as storage:
            place(storage, "a/b/c")
            refused("FILE_NOT_FOUND", lambda: storage.read_small("a/x", Snapshot(0, 0)))
            refused("FILE_SIZE_CHANGED", lambda: storage.open_read("a/b/c", Snapshot(0, 0)))
            partial = storage.begin("a/p", tag=TAG, resume=False)
            partial.discard()
            partial.close()
            refused("NOT_A_DIRECTORY", lambda: storage.begin("a/b/c/d", tag=TAG, resume=False))
    assert len(os.listdir("/proc/self/fd")) == before


class TestWithoutOpenat2(StorageConformance):
    """The fallback of old kernels; it follows no link at all."""

    @pytest.fixture(autouse=True)
    def old_kernel(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(beneath, "_open", beneath.open_without_links)

    def test_links_where_they_are_declared(self, storage: object) -> None:
        assert isinstance(storage, PosixStorage)
        place(storage, "d/a", b"12345")
        storage.make_symlink("inside", "d/a")
        storage.make_symlink("dir", "d")
        assert storage.stat("inside").type == "invalid_symlink"
        refused("PERMISSION_DENIED", lambda: content(storage, "inside"))
        with pytest.raises(NodeError):
            list(storage.scan("dir"))
        with pytest.raises(NodeError):
            storage.stat("dir/a")
