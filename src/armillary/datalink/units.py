"""Units of work: what a worker asks a destination node to pull, and in what manner."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from armillary.datalink.destination import Range


@dataclass(frozen=True)
class Options:
    """How a task wants its files.

    :param verify: whether whole files are compared by ``algorithm`` besides the check in flight
    :param algorithm: name of a hash, or None for the check in flight alone
    :param preserve_timestamp: whether files keep the source's modification time
    """

    verify: bool = False
    algorithm: str | None = None
    preserve_timestamp: bool = False

    @property
    def whole_file_hash(self) -> str | None:
        """The hash to compare whole files by, if any."""
        return self.algorithm if self.verify else None


class SmallFile(NamedTuple):
    """A file that travels whole, in a batch."""

    path: str
    size: int
    mtime_ns: int
    mode: int


@dataclass(frozen=True)
class DirectoryUnit:
    """Make directories."""

    unit: int
    root: int
    paths: Sequence[str]


@dataclass(frozen=True)
class SymlinkUnit:
    """Make links: path and target of each."""

    unit: int
    root: int
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RemoveUnit:
    """Remove files, links and whole trees, those that are there.

    :param first: before anything else, because they are in the way of what comes; else at the end
    """

    unit: int
    root: int
    paths: Sequence[str]
    first: bool


@dataclass(frozen=True)
class BatchUnit:
    """Fetch small files.

    :param expected: the digest, hex, that a batch of one file must have
    """

    unit: int
    root: int
    files: Sequence[SmallFile]
    expected: str | None = None


@dataclass(frozen=True)
class FileUnit:
    """Fetch one file by ranges.

    :param done: ranges that an earlier attempt of the task fetched
    :param expected: the digest, hex, that the file must have
    """

    unit: int
    root: int
    path: str
    size: int
    mtime_ns: int
    mode: int
    done: Sequence[Range] = field(default=())
    expected: str | None = None


Unit = DirectoryUnit | SymlinkUnit | RemoveUnit | BatchUnit | FileUnit


def parse_options(document: Mapping[str, Any]) -> Options:
    """Read the ``options`` of a pull; absent ones have their defaults."""
    algorithm = document.get("algorithm")
    return Options(
        verify=bool(document.get("verify", False)),
        algorithm=None if algorithm is None else str(algorithm),
        preserve_timestamp=bool(document.get("preserve_timestamp", False)),
    )


def parse_unit(document: Mapping[str, Any]) -> Unit:
    """Read one unit.

    :raises ValueError: it is malformed
    """
    try:
        return _PARSERS[document["kind"]](document)
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"malformed unit: {error!r}") from error


def _directories(document: Mapping[str, Any]) -> DirectoryUnit:
    return DirectoryUnit(document["unit"], document["root"], [str(p) for p in document["paths"]])


def _symlinks(document: Mapping[str, Any]) -> SymlinkUnit:
    links = [(str(path), str(target)) for path, target in document["links"]]
    return SymlinkUnit(document["unit"], document["root"], links)


def _batch(document: Mapping[str, Any]) -> BatchUnit:
    files = [
        SmallFile(str(path), int(size), int(mtime_ns), int(mode))
        for path, size, mtime_ns, mode in document["files"]
    ]
    return BatchUnit(document["unit"], document["root"], files, document.get("expected"))


def _remove(document: Mapping[str, Any]) -> RemoveUnit:
    paths = [str(path) for path in document["paths"]]
    return RemoveUnit(document["unit"], document["root"], paths, bool(document["first"]))


def _file(document: Mapping[str, Any]) -> FileUnit:
    return FileUnit(
        document["unit"],
        document["root"],
        str(document["path"]),
        int(document["size"]),
        int(document["mtime_ns"]),
        int(document["mode"]),
        [(int(offset), int(length)) for offset, length in document.get("done") or ()],
        document.get("expected"),
    )


_PARSERS: dict[str, Callable[[Mapping[str, Any]], Unit]] = {
    "directories": _directories,
    "symlinks": _symlinks,
    "remove": _remove,
    "batch": _batch,
    "file": _file,
}
