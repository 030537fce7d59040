"""From what walks of source and destination find to units of work for the destination. Pure.

Small files travel in batches and big ones alone, in ranges; directories come before what they hold.
The limits come from measurements: beyond some 500 files a batch gains nothing more, and a batch is
also what is sent again when a connection breaks, so its bytes are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from armillary.transfer.compare import Action, Found, Pair, Rules, decide, is_partial, kind_of

BATCH_FILES = 500
BATCH_BYTES = 32 * 1024 * 1024
SMALL_FILE_BYTES = 1024 * 1024

Work = dict[str, Any]


@dataclass
class Counts:
    """How much there is to do, and what of it is done already."""

    files: int = 0
    directories: int = 0
    symlinks: int = 0
    bytes: int = 0
    files_skipped: int = 0


@dataclass(frozen=True)
class Root:
    """One item of the submission.

    :param algorithm: hash by which its files are verified as a whole
    :param expected: the digest that its only file must have
    :param itself: the link at its path is meant, not what it leads to
    """

    number: int = 0
    algorithm: str | None = None
    expected: str | None = None
    itself: bool = False

    def work(self, kind: str, **fields: Any) -> Work:
        """A unit of work of the item."""
        work = {"kind": kind, "root": self.number, **fields}
        if kind in ("batch", "file", "compare"):
            work |= {"algorithm": self.algorithm} if self.algorithm else {}
            work |= {"expected": self.expected} if self.expected else {}
        return work


@dataclass
class Planner:
    """Collects what is found and gives out units as they fill up.

    :param dangling: links that were to be followed and lead nowhere; whoever plans takes them out
    """

    rules: Rules = field(default_factory=Rules)
    counts: Counts = field(default_factory=Counts)
    dangling: list[Found] = field(default_factory=list)
    _root: Root = Root()
    _copies: _Batch = field(default_factory=lambda: _Batch("batch"))
    _compares: _Batch = field(default_factory=lambda: _Batch("compare"))
    # What is unknown at the source, because it could not be read there.
    _unread: set[str] = field(default_factory=set)
    _removed: set[str] = field(default_factory=set)

    def begin(self, root: Root) -> Iterator[Work]:
        """Go on with another item; the units that are complete by it."""
        yield from self.flush()
        self._root = root
        self._unread, self._removed = set(), set()

    def add(self, found: Iterable[Found]) -> Iterator[Work]:
        """Take in a part of a walk of the source, whatever the destination has."""
        return self.compare(Pair(entry, None) for entry in found)

    def unread(self, path: str) -> None:
        """The source did not tell what is at a path and below it: nothing there is extra."""
        if self.rules.delete_extra:
            self._unread.add(path)

    def compare(self, pairs: Iterable[Pair]) -> Iterator[Work]:
        """Take in names of both sides; the units that are complete by them."""
        directories: list[str] = []
        links: list[list[Any]] = []
        for pair in pairs:
            entry, there = pair
            if entry is None:
                yield from self._extra(there)
                continue
            kind = kind_of(entry, self.rules, itself=self._root.itself)
            # most names are those of files that are not there yet
            is_new = kind == "file" and there is None
            works = self._copy(entry) if is_new else [*self._about(entry, kind, pair)]
            if works:
                yield from self._made(directories)
                yield from works
            if kind == "dir":
                directories += self._new_directory(entry, there)
            elif kind == "link":
                links += self._new_link(entry, pair)
        yield from self._made(directories)
        if links:
            yield self._root.work("symlinks", links=links)

    def _new_directory(self, entry: Found, there: Found | None) -> Sequence[str]:
        self.counts.directories += 1
        return () if there is not None and there.type == "dir" else (entry.path,)

    def _new_link(self, entry: Found, pair: Pair) -> Sequence[list[Any]]:
        self.counts.symlinks += 1
        is_current = decide("link", pair, self.rules) is Action.SKIP
        return () if is_current else ([entry.path, entry.link_target],)

    def _about(self, entry: Found, kind: str, pair: Pair) -> Iterator[Work]:
        """The units that a name of the source makes complete, but for directories and links."""
        action = decide(kind, pair, self.rules)
        if action is Action.REPLACE:
            yield self._clear(entry.path)
            action = decide(kind, Pair(entry, None), self.rules)
        if action is Action.COPY:
            yield from self._copy(entry)
        elif action is Action.COMPARE and pair.destination is not None:
            yield from self._gather(self._compares, entry, pair.destination.mtime_ns)
        elif kind == "file":
            self.counts.files += 1
            self.counts.files_skipped += 1
        elif action in (Action.LEAVE, Action.DANGLING):
            # the name is there, so what the destination has below it is not extra
            self.unread(entry.path)
            if action is Action.DANGLING:
                self.dangling.append(entry)

    def _copy(self, entry: Found) -> Sequence[Work]:
        return self._gather(self._copies, entry)

    def _gather(self, batch: _Batch, entry: Found, *more: int) -> Sequence[Work]:
        """Put a file to others, or by itself where it is big; what is complete by it."""
        self.counts.files += 1
        self.counts.bytes += entry.size
        row = [entry.path, entry.size, entry.mtime_ns, entry.mode, *more]
        if entry.size > SMALL_FILE_BYTES:
            return [alone(self._root.work(batch.kind, files=[row]))]
        return [*batch.flush(self._root)] if batch.add(row) else ()

    def _clear(self, path: str) -> Work:
        self._removed.add(path)
        return self._root.work("remove", paths=[path], first=True)

    def _extra(self, there: Found | None) -> Iterator[Work]:
        """What only the destination has."""
        assert there is not None
        if not self.rules.delete_extra or there.path == "" or is_partial(there.path):
            return
        above = list(_ancestors(there.path))
        if self._removed.intersection(above) or self._unread.intersection([*above, there.path]):
            return
        self._removed.add(there.path)
        yield self._root.work("remove", paths=[there.path], first=False)

    def _made(self, directories: list[str]) -> Iterator[Work]:
        if directories:
            yield self._root.work("directories", paths=[*directories])
            directories.clear()

    def flush(self) -> Iterator[Work]:
        """The batches that are still open, if any."""
        yield from self._copies.flush(self._root)
        yield from self._compares.flush(self._root)


@dataclass
class _Batch:
    """Files that travel together."""

    kind: str
    _files: list[list[Any]] = field(default_factory=list)
    _bytes: int = 0

    def add(self, row: list[Any]) -> bool:
        """Take in a file; whether the batch is full."""
        self._files.append(row)
        self._bytes += row[1]
        return len(self._files) >= BATCH_FILES or self._bytes >= BATCH_BYTES

    def flush(self, root: Root) -> Iterator[Work]:
        if self._files:
            yield root.work(self.kind, files=self._files)
        self._files, self._bytes = [], 0


def _ancestors(path: str) -> Iterator[str]:
    """The directories above a path, the root ("") among them."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def alone(work: Work) -> Work:
    """A unit of one file as it travels: one that is big goes alone, in ranges."""
    path, size, mtime_ns, mode, *_ = work["files"][0]
    if work["kind"] != "batch" or size <= SMALL_FILE_BYTES:
        return work
    common = {name: value for name, value in work.items() if name != "files"}
    file = {"path": path, "size": size, "mtime_ns": mtime_ns, "mode": mode}
    return {**common, "kind": "file", **file}


def to_copy(work: Work, different: Sequence[str]) -> Work | None:
    """What becomes of a ``compare`` unit once it is known which of its files differ."""
    wanted = set(different)
    files = [file[:4] for file in work["files"] if file[0] in wanted]
    return alone({**work, "kind": "batch", "files": files}) if files else None


def files_of(work: Work) -> list[list[Any]]:
    """``[path, size, mtime_ns, mode]`` of the files of a ``batch`` or ``file`` unit."""
    if work["kind"] == "file":
        return [[work["path"], work["size"], work["mtime_ns"], work["mode"]]]
    return list(work.get("files", ()))


def regrouped(work: Work, files: Sequence[list[Any]]) -> list[Work]:
    """The units of files that are not what they were when their unit was made."""
    kept = ("root", "algorithm", "expected")
    batch: Work = {"kind": "batch"} | {name: work[name] for name in kept if name in work}
    small = [file for file in files if file[1] <= SMALL_FILE_BYTES]
    together = [{**batch, "files": small}] if small else []
    big = [alone({**batch, "files": [file]}) for file in files if file[1] > SMALL_FILE_BYTES]
    return [*together, *big]
