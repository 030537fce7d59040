"""From what a walk of the source finds to units of work for the destination. Pure.

Small files travel in batches and big ones alone, in ranges; directories come before what they hold.
The limits come from measurements: beyond some 500 files a batch gains nothing more, and a batch is
also what is sent again when a connection breaks, so its bytes are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

BATCH_FILES = 500
BATCH_BYTES = 32 * 1024 * 1024
SMALL_FILE_BYTES = 1024 * 1024

Work = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """Something a walk found: one element of ``entries`` of a node's answer.

    :param path: relative to the root; "" for the root itself
    :param type: ``file``, ``dir``, or something that is not transferred
    """

    path: str
    type: str
    size: int
    mtime_ns: int
    mode: int
    link_target: str | None


@dataclass
class Counts:
    """How much there is to do."""

    files: int = 0
    directories: int = 0
    bytes: int = 0


@dataclass
class Planner:
    """Collects what is found and gives out units as they fill up."""

    counts: Counts = field(default_factory=Counts)
    _root: int = 0
    _files: list[list[Any]] = field(default_factory=list)
    _bytes: int = 0

    def add(self, root: int, found: Iterable[Found]) -> Iterator[Work]:
        """Take in a part of a walk; the units that are complete by it."""
        if root != self._root:
            yield from self.flush()
            self._root = root
        entries = [entry for entry in found if entry.link_target is None or entry.path == ""]
        directories = [entry.path for entry in entries if entry.type == "dir"]
        if directories:
            self.counts.directories += len(directories)
            yield {"kind": "directories", "root": root, "paths": directories}
        for entry in entries:
            if entry.type == "file":
                yield from self._add_file(entry)

    def _add_file(self, entry: Found) -> Iterator[Work]:
        self.counts.files += 1
        self.counts.bytes += entry.size
        if entry.size > SMALL_FILE_BYTES:
            yield _big_file(self._root, entry)
            return
        self._files.append([entry.path, entry.size, entry.mtime_ns, entry.mode])
        self._bytes += entry.size
        if len(self._files) >= BATCH_FILES or self._bytes >= BATCH_BYTES:
            yield from self.flush()

    def flush(self) -> Iterator[Work]:
        """The batch that is still open, if any."""
        if self._files:
            yield {"kind": "batch", "root": self._root, "files": self._files}
        self._files, self._bytes = [], 0


def _big_file(root: int, entry: Found) -> Work:
    return {
        "kind": "file",
        "root": root,
        "path": entry.path,
        "size": entry.size,
        "mtime_ns": entry.mtime_ns,
        "mode": entry.mode,
    }
