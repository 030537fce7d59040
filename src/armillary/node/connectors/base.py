"""The contract between a node and its storage.

A :class:`Storage` is one collection's root, opened for one thread. Paths are relative to that
root; a leading ``/`` changes nothing, an empty path is the root itself, ``..`` is refused. Names
keep their bytes: what is not UTF-8 appears as lone surrogates (PEP 383).

Failures are :class:`~armillary.node.errors.NodeError`; storages raise nothing else on purpose. One
that needs a credential of its own says so at any call, opening included: ``NO_CREDENTIALS`` where
it has none, ``INVALID_SERVICE_CREDENTIAL`` where what it has is refused. Tasks then wait for their
owner, in place of trying again. The message says where to give the credential, never what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Literal, NamedTuple, Protocol, Self

from armillary.datalink.destination import Range

FileType = Literal["file", "dir", "invalid_symlink", "chr", "blk", "pipe", "other"]
Capability = Literal["symlinks", "rename", "modes", "timestamps"]
"""What not every storage can do; who lacks it refuses with ``NOT_SUPPORTED`` (links, renaming) or
does without (permission bits, modification times). All else in :class:`Storage` is required."""


class Entry(NamedTuple):
    """One entry of a directory.

    :param type: of what a link leads to, or ``invalid_symlink`` when it leads nowhere permitted
    :param size: bytes
    :param mtime_ns: nanoseconds since the epoch
    :param mode: permission bits
    :param link_target: the text of a link, None for everything else
    """

    name: str
    type: FileType
    size: int
    mtime_ns: int
    mode: int
    user: str
    group: str
    link_target: str | None = None
    link_size: int | None = None
    link_mtime_ns: int | None = None

    def document(self) -> dict[str, Any]:
        """The entry as control calls carry it."""
        return self._asdict()


class Snapshot(NamedTuple):
    """How a file looked when a task first saw it; a file that looks otherwise has changed."""

    size: int
    mtime_ns: int


class Care(NamedTuple):
    """How carefully a storage writes, beyond what the system does by itself.

    :param durable: what :meth:`Storage.flush` and :meth:`Partial.commit` return from survives a
        power cut, as far as the storage's own hardware tells the truth
    :param read_back: files are compared with what was to be written before they get their names
    """

    durable: bool = False
    read_back: bool = False


class Reader(Protocol):
    """An open file; usable from one thread."""

    def read_into(self, buffer: memoryview, offset: int) -> None:
        """Fill the whole buffer from ``offset``.

        :raises NodeError: ``FILE_SIZE_CHANGED`` if the file ends before
        """
        ...

    def check_unchanged(self) -> None:
        """:raises NodeError: ``FILE_SIZE_CHANGED``: the file is not as the snapshot says"""
        ...

    def close(self) -> None: ...


class Partial(Protocol):
    """A file that arrives: hidden under a partial name until it is committed.

    ``write`` and ``read_into`` may be called from several threads.
    """

    @property
    def resumed(self) -> bool:
        """Whether what an earlier attempt of the task had written is still there."""
        ...

    def gaps(self, size: int) -> Iterable[Range]:
        """Stretches of the first ``size`` bytes where nothing was written, as far as the storage
        can tell.
        """
        ...

    def write(self, data: memoryview, offset: int) -> None: ...

    def read_into(self, buffer: memoryview, offset: int) -> None:
        """Fill the whole buffer from ``offset``."""
        ...

    def settle(self, offset: int, length: int) -> None:
        """Have the next read of some bytes come from the storage itself rather than a cache, as
        far as that can be had.
        """
        ...

    def copy_from(self, reader: Reader, offset: int, length: int) -> int:
        """Have the storage copy bytes by itself, from one of its files.

        :returns: how many it copied; 0 if it can't do that, not from there, or the source ends
        """
        ...

    def commit(self, *, size: int, mode: int, mtime_ns: int | None) -> None:
        """Give the file its name, replacing a file that has it.

        :param mtime_ns: modification time to set; None leaves the present
        """
        ...

    def discard(self) -> None:
        """Delete what has arrived."""
        ...

    def close(self) -> None:
        """Let go; what has arrived stays, for an attempt that resumes."""
        ...


class Storage(Protocol):
    """A collection's root, for one thread. Close it, or use it in a ``with`` statement."""

    capabilities: frozenset[Capability]
    care: Care

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def close(self) -> None: ...

    def flush(self) -> None:
        """Make names that were given, changed or removed durable, where that is asked for."""
        ...

    def stat(self, path: str) -> Entry: ...

    def scan(self, path: str) -> Iterator[Entry]:
        """The entries of a directory, in no order, without ``.`` and ``..``."""
        ...

    def identity(self, path: str) -> object:
        """Something equal for two paths exactly when they lead to the same directory."""
        ...

    def make_directory(self, path: str) -> None:
        """:raises NodeError: ``EXISTS``, or the parent is missing"""
        ...

    def ensure_directory(self, path: str) -> None:
        """Make a directory, and its parents, unless it is there."""
        ...

    def rename(self, old: str, new: str) -> None:
        """:raises NodeError: ``EXISTS``: there is something under the new name"""
        ...

    def make_symlink(self, path: str, target: str) -> None: ...

    def remove(self, path: str) -> None:
        """Remove a file, a link (not what it leads to) or an empty directory."""
        ...

    def open_read(self, path: str, snapshot: Snapshot) -> Reader:
        """:raises NodeError: ``FILE_SIZE_CHANGED``: it is not as the snapshot says"""
        ...

    def read_small(self, path: str, snapshot: Snapshot) -> bytes:
        """A whole file that is known to fit into memory; checked as :meth:`open_read` does."""
        ...

    def begin(self, path: str, *, tag: str, resume: bool) -> Partial:
        """Begin, or go on with, a file that arrives. Missing parents are made.

        :param tag: what tells this task's partial files from those of others
        :param resume: keep what this task wrote before
        """
        ...

    def forget(self, path: str, *, tag: str) -> bool:
        """Delete what a task left of a file under its partial name; False if it left nothing."""
        ...

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
        """Make a small file in one step: under its name it is whole or absent.

        :param read_back: compare it with ``data`` first, also where the storage's care does not
            ask for that
        :raises NodeError: ``VERIFY_CHECKSUM``: it is not what was written
        """
        ...
