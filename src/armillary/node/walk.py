"""Walking and removing trees, as streams of lines."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from armillary.datalink.filters import Includes, parse_filter
from armillary.node.connectors.base import Entry, Storage
from armillary.node.errors import NodeError, malformed

Line = dict[str, Any]
_GROUP = 500


@dataclass(frozen=True)
class WalkItem:
    """One root of a walk.

    :param recursive: whether to go below it
    :param follow: whether to go through links to directories
    """

    path: str
    recursive: bool
    follow: bool


def walk(
    storage: Storage,
    roots: Mapping[int, WalkItem],
    *,
    includes: Includes | None = None,
    in_order: bool = False,
) -> Iterator[Line]:
    """What lies below some roots, at most 500 entries a line, each directory before its content.

    :param roots: by their numbers
    :param includes: what to tell of below the roots; nothing is looked at below the rest
    :param in_order: each directory's entries by name, and then the directories in it, likewise:
        two such walks can be compared as they come
    """
    for number, item in roots.items():
        found: list[list[Any]] = []
        for row in _Walk(storage, item, includes, in_order).rows():
            if isinstance(row, NodeError):
                # in its place: what comes later is compared knowing of it
                if found:
                    yield {"root": number, "entries": found}
                    found = []
                yield {"fault": row.document(), "root": number}
                continue
            found.append(row)
            if len(found) == _GROUP:
                yield {"root": number, "entries": found}
                found = []
        if found:
            yield {"root": number, "entries": found}
    yield {"end": "done"}


class _Walk:
    """A walk from one root."""

    def __init__(
        self, storage: Storage, item: WalkItem, includes: Includes | None, in_order: bool
    ) -> None:
        self._storage = storage
        self._item = item
        self._includes = includes
        self._in_order = in_order

    def rows(self) -> Iterator[list[Any] | NodeError]:
        try:
            top = self._storage.stat(self._item.path)
        except NodeError as error:
            error.path = ""
            yield error
            return
        yield _row("", top)
        if self._item.recursive and top.type == "dir":
            yield from self._below()

    def _below(self) -> Iterator[list[Any] | NodeError]:
        follow, root = self._item.follow, self._item.path
        # each pending directory with those above it, by which a cycle of links is known
        pending: list[tuple[str, frozenset[object]]] = [("", frozenset())]
        while pending:
            below, above = pending.pop()
            directories: list[str] = []
            try:
                here = above | {self._storage.identity(f"{root}/{below}")} if follow else above
                if follow and here == above:
                    continue
                for path, entry in self._entries(below):
                    yield _row(path, entry)
                    if entry.type == "dir" and (follow or entry.link_target is None):
                        directories.append(path)
            except NodeError as error:
                error.path = below
                yield error
            pending += [(path, here) for path in reversed(directories)]

    def _entries(self, below: str) -> Iterator[tuple[str, Entry]]:
        found: Iterable[Entry] = self._storage.scan(f"{self._item.path}/{below}")
        if self._in_order:
            found = sorted(found, key=lambda entry: entry.name)
        for entry in found:
            path = f"{below}/{entry.name}" if below else entry.name
            if self._includes is None or self._includes(path, entry.name, self._kind(entry)):
                yield path, entry

    def _kind(self, entry: Entry) -> str:
        """The type of an entry for filter rules: a link that is not followed has none."""
        return entry.type if entry.link_target is None or self._item.follow else "symlink"


def _row(path: str, entry: Entry) -> list[Any]:
    return [path, entry.type, entry.size, entry.mtime_ns, entry.mode, entry.link_target]


def list_directory(
    storage: Storage, path: str, *, show_hidden: bool, limit: int
) -> tuple[list[Entry], bool]:
    """Entries of a directory, and whether there are more than ``limit``."""
    entries = (e for e in storage.scan(path) if show_hidden or not e.name.startswith("."))
    found = list(islice(entries, limit + 1))
    return found[:limit], len(found) > limit


def remove(
    storage: Storage,
    paths: Iterable[str],
    *,
    recursive: bool,
    ignore_missing: bool,
    interpret_globs: bool,
) -> Iterator[Line]:
    """Remove files, links and trees; a line for each 500 removed, and for each fault."""
    removed = 0
    for path in paths:
        for outcome in _remove_item(storage, path, recursive, ignore_missing, interpret_globs):
            if outcome is None:
                removed += 1
                if removed % _GROUP == 0:
                    storage.flush()
                    yield {"removed": removed}
            else:
                yield {"fault": outcome.document()}
    storage.flush()
    yield {"removed": removed}
    yield {"end": "done"}


def _remove_item(
    storage: Storage, path: str, recursive: bool, ignore_missing: bool, globs: bool
) -> Iterator[NodeError | None]:
    try:
        for match in expand(storage, path) if globs else [path]:
            yield from _remove_one(storage, match, recursive)
    except NodeError as error:
        if not (ignore_missing and error.code == "FILE_NOT_FOUND"):
            error.path = error.path or path
            yield error


def _remove_one(storage: Storage, path: str, recursive: bool) -> Iterator[NodeError | None]:
    entry = storage.stat(path)
    if entry.type != "dir" or entry.link_target is not None:
        storage.remove(path)
        yield None
    elif recursive:
        yield from _remove_tree(storage, path)
    else:
        raise NodeError(
            "IS_A_DIRECTORY", "It is a directory; only a recursive removal takes it.", path=path
        )


def _remove_tree(storage: Storage, top: str) -> Iterator[NodeError | None]:
    directories, pending = [], [top]
    while pending:
        here = pending.pop()
        directories.append(here)
        for entry in storage.scan(here):
            path = f"{here.rstrip('/')}/{entry.name}"
            if entry.type == "dir" and entry.link_target is None:
                pending.append(path)
            else:
                yield _removed(storage, path)
    for directory in reversed(directories):
        yield _removed(storage, directory)


def remove_tree(storage: Storage, path: str) -> Iterator[NodeError]:
    """Remove whatever has a path, with all that is below it; only what did not go is told."""
    outcomes = _remove_item(storage, path, recursive=True, ignore_missing=True, globs=False)
    return (outcome for outcome in outcomes if outcome is not None)


def _removed(storage: Storage, path: str) -> NodeError | None:
    try:
        storage.remove(path)
    except NodeError as error:
        error.path = path
        return error
    return None


def expand(storage: Storage, pattern: str) -> list[str]:
    """The paths that match a shell pattern (``*``, ``?``, ``[...]`` within one component).

    As in a shell, names that begin with a dot match only a pattern that begins with one.

    :raises NodeError: ``FILE_NOT_FOUND``: none matches
    """
    found = [""]
    for part in [part for part in pattern.split("/") if part]:
        if any(sign in part for sign in "*?["):
            found = [f"{base}/{name}" for base in found for name in _matches(storage, base, part)]
        else:
            found = [f"{base}/{part}" for base in found]
    if not found:
        raise NodeError("FILE_NOT_FOUND", "Nothing matches the pattern.", path=pattern)
    return found


def _matches(storage: Storage, base: str, pattern: str) -> list[str]:
    try:
        names = [entry.name for entry in storage.scan(base)]
    except NodeError as error:
        if error.code in ("NOT_A_DIRECTORY", "FILE_NOT_FOUND"):
            return []
        raise
    return sorted(
        name
        for name in names
        if fnmatch.fnmatchcase(name, pattern) and name.startswith(".") <= pattern.startswith(".")
    )


def parse_walk_items(items: Any, roots: tuple[str, ...]) -> dict[int, WalkItem]:
    """The ``items`` of a walk request.

    :raises NodeError: malformed, or a root that the ticket does not name
    """
    try:
        return {
            int(item["root"]): WalkItem(
                _root(roots, int(item["root"])),
                recursive=bool(item.get("recursive", False)),
                follow=bool(item.get("follow_links", False)),
            )
            for item in items
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise malformed(f"items: {error!r}") from error


def parse_filter_rules(rules: Any) -> Includes | None:
    """The ``filter_rules`` of a walk request.

    :raises NodeError: malformed
    """
    try:
        return parse_filter(rules)
    except (KeyError, TypeError, AttributeError) as error:
        raise malformed(f"filter_rules: {error!r}") from error


def _root(roots: tuple[str, ...], number: int) -> str:
    if not 0 <= number < len(roots):
        raise NodeError("AUTH", "The ticket does not name that path.")
    return roots[number]
