"""What every storage connector must do: subclass :class:`StorageConformance`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from armillary.node.connectors.base import Entry, Snapshot, Storage
from armillary.node.connectors.copying import copy_range
from armillary.node.errors import NodeError
from armillary.node.walk import WalkItem, list_directory, remove, walk

TAG = "0a1b2c3d"
ODD_NAMES = [
    "with space",
    "new\nline",
    "\u00fcml\u00e4ut",
    "u\u0308 decomposed",
    "\u202ereversed",
    "\N{SNOWMAN}" * 85,
    "not utf-8 \udcff\udcfe",
    "-rf",
    "~",
    "*",
    "back\\slash",
    "%41",
    "x" * 255,
]
BAD_PATHS = ["..", "a/../b", "/../etc/passwd", "nul\0", "x" * 256, "a/" * 2100, "\ud800 alone"]


def place(storage: Storage, path: str, content: bytes = b"content") -> None:
    storage.place(path, memoryview(content), tag=TAG, mode=0o644, mtime_ns=1_000_000_000)


def names(storage: Storage, path: str = "") -> set[str]:
    return {entry.name for entry in storage.scan(path)}


def snapshot(storage: Storage, path: str) -> Snapshot:
    entry = storage.stat(path)
    return Snapshot(entry.size, entry.mtime_ns)


def content(storage: Storage, path: str) -> bytes:
    return storage.read_small(path, snapshot(storage, path))


def refused(code: str, action: Callable[[], object]) -> None:
    with pytest.raises(NodeError) as caught:
        action()
    assert caught.value.code == code, caught.value.message


class StorageConformance:
    """Tests for a fixture ``storage`` that gives an empty, writable storage."""

    def test_a_new_storage_is_an_empty_directory(self, storage: Storage) -> None:
        assert storage.stat("").type == "dir"
        assert names(storage) == set()

    def test_a_small_file(self, storage: Storage) -> None:
        place(storage, "/a", b"12345")
        entry = storage.stat("a")
        assert (entry.name, entry.type, entry.size, entry.link_target) == ("a", "file", 5, None)
        assert content(storage, "a") == b"12345"
        assert names(storage) == {"a"}

    def test_modes_and_times_are_kept_where_that_is_declared(self, storage: Storage) -> None:
        storage.place("a", memoryview(b""), tag=TAG, mode=0o600, mtime_ns=123_000_000_456)
        entry = storage.stat("a")
        if "modes" in storage.capabilities:
            assert entry.mode == 0o600
        if "timestamps" in storage.capabilities:
            assert entry.mtime_ns == 123_000_000_456

    def test_set_id_bits_are_never_given(self, storage: Storage) -> None:
        storage.place("a", memoryview(b""), tag=TAG, mode=0o6755, mtime_ns=None)
        assert storage.stat("a").mode & 0o6000 == 0

    def test_placing_replaces_and_makes_parents(self, storage: Storage) -> None:
        place(storage, "x/y/a", b"old")
        place(storage, "x/y/a", b"new")
        assert content(storage, "x/y/a") == b"new"
        assert names(storage, "x/y") == {"a"}

    def test_placing_over_a_directory_is_refused_and_leaves_nothing(self, storage: Storage) -> None:
        storage.make_directory("d")
        refused("IS_A_DIRECTORY", lambda: place(storage, "d"))
        assert names(storage) == {"d"}

    @pytest.mark.parametrize("name", ODD_NAMES)
    def test_odd_names_are_kept_byte_for_byte(self, storage: Storage, name: str) -> None:
        place(storage, f"d/{name}", name.encode("utf-8", "surrogateescape"))
        assert names(storage, "d") == {name}
        assert content(storage, f"d/{name}") == name.encode("utf-8", "surrogateescape")
        storage.remove(f"d/{name}")
        assert names(storage, "d") == set()

    @pytest.mark.parametrize("path", BAD_PATHS)
    def test_bad_paths_are_refused_everywhere(self, storage: Storage, path: str) -> None:
        for action in (
            storage.stat,
            storage.make_directory,
            storage.ensure_directory,
            storage.remove,
            storage.identity,
            lambda bad: list(storage.scan(bad)),
            lambda bad: place(storage, bad),
            lambda bad: storage.begin(bad, tag=TAG, resume=False),
            lambda bad: storage.read_small(bad, Snapshot(0, 0)),
            lambda bad: storage.open_read(bad, Snapshot(0, 0)),
            lambda bad: storage.rename(bad, "good"),
            lambda bad: storage.rename("good", bad),
        ):
            refused("INVALID_PATH_NAME", lambda action=action: action(path))  # type: ignore[misc]

    def test_slashes_and_dots_change_nothing(self, storage: Storage) -> None:
        place(storage, "//d/.//a", b"1")
        assert content(storage, "/d/a/") == b"1"

    def test_what_is_missing_is_not_found(self, storage: Storage) -> None:
        for action in (
            lambda: storage.stat("nothing"),
            lambda: list(storage.scan("nothing")),
            lambda: storage.remove("nothing"),
            lambda: storage.make_directory("nothing/below"),
            lambda: storage.read_small("nothing", Snapshot(0, 0)),
            lambda: storage.rename("nothing", "else"),
        ):
            refused("FILE_NOT_FOUND", action)

    def test_a_file_is_no_directory(self, storage: Storage) -> None:
        place(storage, "a")
        refused("NOT_A_DIRECTORY", lambda: list(storage.scan("a")))
        refused("NOT_A_DIRECTORY", lambda: storage.stat("a/below"))

    def test_listings_are_whole_and_cut_where_asked(self, storage: Storage) -> None:
        for number in range(1200):
            place(storage, f"d/{number}", b"")
        storage.make_directory("d/sub")
        place(storage, "d/sub/deep", b"")
        place(storage, "d/.hidden", b"")
        listed = list(storage.scan("d"))
        assert len(listed) == len({entry.name for entry in listed}) == 1202
        entries, more = list_directory(storage, "d", show_hidden=True, limit=1202)
        assert (len(entries), more) == (1202, False)
        entries, more = list_directory(storage, "d", show_hidden=False, limit=100)
        assert (len(entries), more) == (100, True)

    def test_a_listing_stands_changes_made_meanwhile(self, storage: Storage) -> None:
        for number in range(300):
            place(storage, f"d/{number}", b"")
        for entry in storage.scan("d"):
            storage.remove(f"d/{entry.name}")
        assert names(storage, "d") == set()

    def test_a_walk_tells_directories_before_what_they_hold(self, storage: Storage) -> None:
        for path in ("t/b/c/1", "t/a/2", "t/3"):
            place(storage, path)
        storage.make_directory("t/empty")
        lines = list(walk(storage, {0: WalkItem("t", recursive=True, follow=False)}))
        assert lines.pop() == {"end": "done"}
        paths = [row[0] for line in lines for row in line["entries"]]
        assert sorted(paths) == ["", "3", "a", "a/2", "b", "b/c", "b/c/1", "empty"]
        for path in paths[1:]:
            assert paths.index(path.rpartition("/")[0]) < paths.index(path)

    def test_a_tree_is_removed(self, storage: Storage) -> None:
        for path in ("t/b/c/1", "t/a/2", "keep"):
            place(storage, path)
        how = {"recursive": True, "ignore_missing": False, "interpret_globs": False}
        assert list(remove(storage, ["t"], **how))[-2:] == [{"removed": 6}, {"end": "done"}]
        assert names(storage) == {"keep"}

    def test_directories(self, storage: Storage) -> None:
        storage.make_directory("d")
        refused("EXISTS", lambda: storage.make_directory("d"))
        refused("EXISTS", lambda: storage.make_directory(""))
        storage.ensure_directory("d/e/f")
        storage.ensure_directory("d/e/f")
        refused("EXISTS", lambda: storage.remove("d"))
        storage.remove("d/e/f")
        assert names(storage, "d/e") == set()

    def test_a_file_is_not_taken_for_a_directory(self, storage: Storage) -> None:
        place(storage, "a")
        refused("EXISTS", lambda: storage.ensure_directory("a"))

    def test_the_root_stays(self, storage: Storage) -> None:
        for action in (lambda: storage.remove("/"), lambda: storage.rename("/", "x")):
            refused("PERMISSION_DENIED", action)

    def test_rename_never_overwrites(self, storage: Storage) -> None:
        place(storage, "a", b"1")
        place(storage, "b", b"2")
        refused("EXISTS", lambda: storage.rename("a", "b"))
        storage.make_directory("d")
        storage.rename("a", "d/c")
        assert names(storage) == {"b", "d"}
        assert content(storage, "d/c") == b"1"

    def test_a_changed_source_is_noticed(self, storage: Storage) -> None:
        place(storage, "a", b"12345")
        seen = snapshot(storage, "a")
        for other in (Snapshot(4, seen.mtime_ns), Snapshot(5, seen.mtime_ns + 1)):
            refused("FILE_SIZE_CHANGED", lambda other=other: storage.read_small("a", other))  # type: ignore[misc]
            refused("FILE_SIZE_CHANGED", lambda other=other: storage.open_read("a", other))  # type: ignore[misc]
        refused("FILE_SIZE_CHANGED", lambda: read_past_the_end(storage, seen))

    def test_reading_ranges(self, storage: Storage) -> None:
        place(storage, "a", bytes(range(100)))
        reader = storage.open_read("a", snapshot(storage, "a"))
        buffer = bytearray(10)
        reader.read_into(memoryview(buffer), 90)
        assert buffer == bytes(range(90, 100))
        reader.check_unchanged()
        reader.close()

    def test_a_directory_is_not_read_as_a_file(self, storage: Storage) -> None:
        storage.make_directory("d")
        refused("IS_A_DIRECTORY", lambda: storage.read_small("d", snapshot(storage, "d")))
        refused("IS_A_DIRECTORY", lambda: storage.open_read("", snapshot(storage, "")))

    def test_a_partial_file_is_hidden_until_committed(self, storage: Storage) -> None:
        partial = storage.begin("d/a", tag=TAG, resume=False)
        partial.write(memoryview(b"world"), 5)
        assert "a" not in names(storage, "d")
        partial.write(memoryview(b"hello"), 0)
        partial.commit(size=10, mode=0o644, mtime_ns=None)
        partial.close()
        assert names(storage, "d") == {"a"}
        assert content(storage, "d/a") == b"helloworld"

    def test_a_partial_is_read_while_it_grows(self, storage: Storage) -> None:
        partial = storage.begin("a", tag=TAG, resume=False)
        for offset in (10, 0, 5):
            partial.write(memoryview(b"12345"), offset)
            partial.settle(offset, 5)
            buffer = bytearray(5)
            partial.read_into(memoryview(buffer), offset)
            assert buffer == b"12345"
        partial.commit(size=12, mode=0o600, mtime_ns=5_000_000_000)
        partial.close()
        assert content(storage, "a") == b"123451234512"
        if "timestamps" in storage.capabilities:
            assert storage.stat("a").mtime_ns == 5_000_000_000

    def test_a_commit_replaces_a_file_and_never_a_directory(self, storage: Storage) -> None:
        def commit(name: str) -> None:
            partial = storage.begin(name, tag=TAG, resume=False)
            try:
                partial.write(memoryview(b"new"), 0)
                partial.commit(size=3, mode=0o644, mtime_ns=None)
            except NodeError:
                partial.discard()
                raise
            finally:
                partial.close()

        place(storage, "a", b"old")
        storage.make_directory("d")
        commit("a")
        refused("IS_A_DIRECTORY", lambda: commit("d"))
        assert content(storage, "a") == b"new"
        assert names(storage) == {"a", "d"}

    @pytest.mark.parametrize("size", [0, 1, 300_000])
    def test_copying_from_a_file_to_another(self, storage: Storage, size: int) -> None:
        data = bytes(range(256)) * (size // 256) + bytes(size % 256)
        place(storage, "a", data)
        reader = storage.open_read("a", snapshot(storage, "a"))
        partial = storage.begin("b", tag=TAG, resume=False)
        half = size // 2
        for offset, length in ((half, size - half), (0, half)):
            copy_range(reader, partial, offset, length, memoryview(bytearray(1000)))
        partial.commit(size=size, mode=0o644, mtime_ns=None)
        refused(
            "FILE_SIZE_CHANGED",
            lambda: copy_range(reader, partial, size, 1, memoryview(bytearray(1000))),
        )
        partial.close()
        reader.close()
        assert content(storage, "b") == data

    def test_what_is_placed_can_be_read_back_first(self, storage: Storage) -> None:
        for data in (b"", b"12345"):
            storage.place("a", memoryview(data), tag=TAG, mode=0o644, mtime_ns=None, read_back=True)
            assert content(storage, "a") == data
        storage.flush()
        assert names(storage) == {"a"}

    def test_only_a_resumed_partial_keeps_what_came(self, storage: Storage) -> None:
        leave_partial(storage, TAG)
        again = storage.begin("a", tag=TAG, resume=True)
        assert again.resumed
        buffer = bytearray(3)
        again.read_into(memoryview(buffer), 0)
        assert buffer == b"old"
        again.close()
        fresh = storage.begin("a", tag=TAG, resume=False)
        assert not fresh.resumed
        fresh.commit(size=0, mode=0o644, mtime_ns=None)
        fresh.close()
        assert content(storage, "a") == b""

    def test_the_partial_of_another_task_is_not_reused(self, storage: Storage) -> None:
        leave_partial(storage, "ffffffff")
        partial = storage.begin("a", tag=TAG, resume=True)
        assert not partial.resumed
        partial.discard()
        partial.close()
        assert len(names(storage)) == 1

    def test_what_a_task_left_is_forgotten(self, storage: Storage) -> None:
        leave_partial(storage, TAG)
        leave_partial(storage, "ffffffff")
        place(storage, "b")
        assert storage.forget("a", tag=TAG)
        assert not storage.forget("a", tag=TAG)
        assert not storage.forget("b", tag=TAG)
        assert not storage.forget("nothing/below", tag=TAG)
        assert len(names(storage)) == 2
        refused("INVALID_PATH_NAME", lambda: storage.forget("..", tag=TAG))

    def test_links_where_they_are_declared(self, storage: Storage) -> None:
        if "symlinks" not in storage.capabilities:
            refused("NOT_SUPPORTED", lambda: storage.make_symlink("l", "a"))
            return
        place(storage, "d/a", b"12345")
        for name, target in {"inside": "d/a", "up": "d/../d/a", "dir": "d", "lost": "no"}.items():
            storage.make_symlink(name, target)
        found = {entry.name: entry for entry in storage.scan("")}
        assert shape(found["inside"]) == ("file", 5, "d/a")
        assert shape(found["up"]) == ("file", 5, "d/../d/a")
        assert found["dir"].type == "dir"
        assert found["lost"].type == "invalid_symlink"
        assert storage.stat("inside") == found["inside"]
        assert content(storage, "inside") == b"12345"
        assert names(storage, "dir") == {"a"}
        assert storage.identity("dir") == storage.identity("d")
        storage.remove("dir")
        assert names(storage, "d") == {"a"}


def shape(entry: Entry) -> tuple[str, int, str | None]:
    return entry.type, entry.size, entry.link_target


def leave_partial(storage: Storage, tag: str) -> None:
    partial = storage.begin("a", tag=tag, resume=False)
    partial.write(memoryview(b"old"), 0)
    partial.close()


def read_past_the_end(storage: Storage, seen: Snapshot) -> None:
    reader = storage.open_read("a", seen)
    try:
        reader.read_into(memoryview(bytearray(6)), 0)
    finally:
        reader.close()
