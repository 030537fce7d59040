"""Storage in the node's memory: gone when the node stops. For trying things out, and for tests.

Files and directories only; permission bits and times are kept, links are not supported.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from armillary.datalink.destination import Range
from armillary.node.connectors.base import Capability, Care, Entry, Reader, Snapshot
from armillary.node.connectors.beneath import clean
from armillary.node.errors import NodeError


@dataclass
class _File:
    content: bytearray = field(default_factory=bytearray)
    mode: int = 0o600
    mtime_ns: int = field(default_factory=time.time_ns)


@dataclass
class _Directory:
    children: dict[str, _Directory | _File] = field(default_factory=dict)
    mtime_ns: int = field(default_factory=time.time_ns)


class MemoryTree:
    """The files of one collection, shared by the storages that are opened on it."""

    def __init__(self) -> None:
        self.root = _Directory()
        self.lock = threading.RLock()


_trees: dict[str, MemoryTree] = {}


class MemoryStorage:
    """A tree, or a directory of it, as a collection's root (see ``base.Storage``)."""

    capabilities: frozenset[Capability] = frozenset({"rename", "modes", "timestamps"})
    care = Care()

    def __init__(self, tree: MemoryTree, base: str = "/", within: str = "/") -> None:
        self._lock = tree.lock
        self._root = tree.root
        for step in (base, within):
            found = self._find(clean(step))
            if not isinstance(found, _Directory):
                raise _fault("NOT_A_DIRECTORY", step)
            self._root = found

    @classmethod
    def of_collection(cls, collection: str, base: str, within: str = "/") -> MemoryStorage:
        """The storage of a collection of this process, empty at first."""
        return cls(_trees.setdefault(collection, MemoryTree()), base, within)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing to give back."""

    def flush(self) -> None:
        """Nothing here survives anything."""

    def stat(self, path: str) -> Entry:
        path = clean(path)
        with self._lock:
            return _entry(path.rpartition("/")[2], self._find(path))

    def scan(self, path: str) -> Iterator[Entry]:
        with self._lock:
            children = dict(self._directory(clean(path)).children)
        for name, child in children.items():
            yield _entry(name, child)

    def identity(self, path: str) -> object:
        with self._lock:
            return id(self._directory(clean(path)))

    def make_directory(self, path: str) -> None:
        with self._lock:
            path = clean(path)
            if not path:
                raise _fault("EXISTS", path)
            parent, name = self._locate(path)
            if name in parent.children:
                raise _fault("EXISTS", path)
            parent.children[name] = _Directory()

    def ensure_directory(self, path: str) -> None:
        here = ""
        with self._lock:
            for name in [part for part in clean(path).split("/") if part]:
                here = f"{here}/{name}"
                parent, _ = self._locate(clean(here))
                if not isinstance(parent.children.setdefault(name, _Directory()), _Directory):
                    raise _fault("EXISTS", here)

    def rename(self, old: str, new: str) -> None:
        with self._lock:
            source, former = self._locate(clean(old))
            target, name = self._locate(clean(new))
            if former not in source.children:
                raise _fault("FILE_NOT_FOUND", old)
            if name in target.children:
                raise _fault("EXISTS", new)
            if f"{clean(new)}/".startswith(f"{clean(old)}/"):
                raise _fault("INVALID_PATH_NAME", new)
            target.children[name] = source.children.pop(former)

    def make_symlink(self, path: str, target: str) -> None:
        raise NodeError("NOT_SUPPORTED", "This storage has no links.", path=path)

    def remove(self, path: str) -> None:
        with self._lock:
            parent, name = self._locate(clean(path))
            found = parent.children.get(name)
            if found is None:
                raise _fault("FILE_NOT_FOUND", path)
            if isinstance(found, _Directory) and found.children:
                raise _fault("EXISTS", path)
            del parent.children[name]

    def open_read(self, path: str, snapshot: Snapshot) -> MemoryReader:
        path = clean(path)
        with self._lock:
            found = self._find(path)
        if isinstance(found, _Directory):
            raise _fault("IS_A_DIRECTORY", path)
        reader = MemoryReader(found, path, snapshot)
        reader.check_unchanged()
        return reader

    def read_small(self, path: str, snapshot: Snapshot) -> bytes:
        return bytes(self.open_read(path, snapshot).file.content)

    def begin(self, path: str, *, tag: str, resume: bool) -> MemoryPartial:
        with self._lock:
            path = clean(path)
            self._make_parent(path)
            parent, name = self._locate(path)
            return MemoryPartial(parent, name, path, tag=tag, resume=resume, lock=self._lock)

    def forget(self, path: str, *, tag: str) -> bool:
        with self._lock:
            try:
                parent, name = self._locate(clean(path))
            except NodeError as error:
                if error.code != "FILE_NOT_FOUND":
                    raise
                return False
            return parent.children.pop(f".{name}.{tag}.part", None) is not None

    def place(
        self,
        path: str,
        data: memoryview,
        *,
        tag: str,
        mode: int,
        mtime_ns: int | None,
        read_back: bool = False,
    ) -> None:
        with self._lock:
            path = clean(path)
            self._make_parent(path)
            parent, name = self._locate(path)
            _put(parent, name, path, _File(bytearray(data)), mode, mtime_ns)

    def _make_parent(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        try:
            self._directory(parent)
        except NodeError as error:
            if error.code != "FILE_NOT_FOUND":
                raise
            self.ensure_directory(parent)

    def _find(self, path: str) -> _Directory | _File:
        here: _Directory | _File = self._root
        for name in path.split("/") if path else ():
            if not isinstance(here, _Directory):
                raise _fault("NOT_A_DIRECTORY", path)
            if name not in here.children:
                raise _fault("FILE_NOT_FOUND", path)
            here = here.children[name]
        return here

    def _directory(self, path: str) -> _Directory:
        found = self._find(path)
        if not isinstance(found, _Directory):
            raise _fault("NOT_A_DIRECTORY", path)
        return found

    def _locate(self, path: str) -> tuple[_Directory, str]:
        parent, _, name = path.rpartition("/")
        if not name:
            raise NodeError("PERMISSION_DENIED", "The collection's root itself stays.", path="/")
        return self._directory(parent), name


class MemoryReader:
    """A file open for reading."""

    def __init__(self, file: _File, path: str, snapshot: Snapshot) -> None:
        self.file = file
        self.path = path
        self._snapshot = snapshot

    def read_into(self, buffer: memoryview, offset: int) -> None:
        data = self.file.content[offset : offset + len(buffer)]
        if len(data) != len(buffer):
            raise _changed(self.path)
        buffer[:] = data

    def check_unchanged(self) -> None:
        if Snapshot(len(self.file.content), self.file.mtime_ns) != self._snapshot:
            raise _changed(self.path)

    def close(self) -> None:
        """Nothing to give back."""


class MemoryPartial:
    """A file under its partial name."""

    def __init__(
        self,
        directory: _Directory,
        name: str,
        path: str,
        *,
        tag: str,
        resume: bool,
        lock: threading.RLock,
    ) -> None:
        self._directory = directory
        self._name = name
        self._path = path
        self._partial = f".{name}.{tag}.part"
        self._lock = lock
        left = directory.children.get(self._partial) if resume else None
        self.resumed = isinstance(left, _File)
        self._file = left if isinstance(left, _File) else _File()
        directory.children[self._partial] = self._file

    def gaps(self, size: int) -> Iterable[Range]:
        reached = min(size, len(self._file.content))
        return [(reached, size - reached)] if reached < size else []

    def write(self, data: memoryview, offset: int) -> None:
        with self._lock:
            content = self._file.content
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(data)] = data

    def read_into(self, buffer: memoryview, offset: int) -> None:
        buffer[:] = self._file.content[offset : offset + len(buffer)]

    def copy_from(self, reader: Reader, offset: int, length: int) -> int:
        return 0

    def settle(self, offset: int, length: int) -> None:
        """There is nothing behind the memory."""

    def commit(self, *, size: int, mode: int, mtime_ns: int | None) -> None:
        with self._lock:
            content = self._file.content
            del content[size:]
            content.extend(bytes(size - len(content)))
            _put(self._directory, self._name, self._path, self._file, mode, mtime_ns)
            del self._directory.children[self._partial]

    def discard(self) -> None:
        with self._lock:
            if self._directory.children.pop(self._partial, None) is None:
                raise _fault("FILE_NOT_FOUND", self._path)

    def close(self) -> None:
        """Nothing to give back."""


def _put(
    parent: _Directory, name: str, path: str, file: _File, mode: int, mtime_ns: int | None
) -> None:
    if isinstance(parent.children.get(name), _Directory):
        raise _fault("IS_A_DIRECTORY", path)
    file.mode = mode & 0o777
    file.mtime_ns = time.time_ns() if mtime_ns is None else mtime_ns
    parent.children[name] = file


def _entry(name: str, found: _Directory | _File) -> Entry:
    if isinstance(found, _Directory):
        return Entry(name, "dir", 0, found.mtime_ns, 0o755, "", "")
    return Entry(name, "file", len(found.content), found.mtime_ns, found.mode, "", "")


def _fault(code: str, path: str) -> NodeError:
    return NodeError(code, _SENTENCES[code], path=path)


def _changed(path: str) -> NodeError:
    return NodeError(
        "FILE_SIZE_CHANGED", "The file changed after the task had looked at it.", path=path
    )


_SENTENCES = {
    "EXISTS": "There is something of that name.",
    "FILE_NOT_FOUND": "There is nothing of that name.",
    "INVALID_PATH_NAME": "A directory can't be moved below itself.",
    "IS_A_DIRECTORY": "It is a directory.",
    "NOT_A_DIRECTORY": "It is no directory.",
}
