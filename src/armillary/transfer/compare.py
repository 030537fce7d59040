"""Two trees side by side, and what is to be done about each name. Pure.

What the answers mean for people is in docs/semantics.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

SECOND = 1_000_000_000
# Files of other tasks that are just arriving; theirs is the name, so they are nobody's extra.
_PARTIAL = re.compile(r"(?:.*/)?\..+\.[0-9a-f]{8}\.part", re.DOTALL)


class Found(NamedTuple):
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


class Pair(NamedTuple):
    """What the two sides have under a name; one of them may have nothing."""

    source: Found | None
    destination: Found | None


@dataclass(frozen=True)
class Rules:
    """The options of a transfer that decide what is done about a name.

    :param symlinks: ``ignore``, ``keep`` or ``copy`` links inside of trees
    """

    sync_level: int | None = None
    delete_extra: bool = False
    symlinks: str = "ignore"

    @property
    def compares(self) -> bool:
        """Whether it matters what the destination has."""
        return self.sync_level is not None or self.delete_extra


class Action(Enum):
    """What is to be done about a name."""

    COPY = "copy"
    LINK = "link"
    MAKE = "make the directory"
    COMPARE = "compare checksums, then copy or skip"
    SKIP = "skip: it is up to date"
    REMOVE = "remove: the source does not have it"
    REPLACE = "remove what is in the way, then as without it"
    LEAVE = "leave alone"
    DANGLING = "a link that leads nowhere is to be followed"


def kind_of(entry: Found, rules: Rules, *, itself: bool = False) -> str:
    """What an entry of the source is for this transfer: ``file``, ``dir``, ``link``, ``dangling``
    or ``other``, which is left alone.

    :param itself: the item is a ``transfer_symlink_item``
    """
    is_link = entry.link_target is not None
    if is_link and (itself or (entry.path and rules.symlinks == "keep")):
        return "link"
    if is_link and entry.path and rules.symlinks == "ignore":
        return "other"
    if entry.type in ("file", "dir"):
        return entry.type
    return "dangling" if entry.type == "invalid_symlink" else "other"


def decide(kind: str, pair: Pair, rules: Rules) -> Action:
    """What is to be done about a name that the source has.

    :param kind: from :func:`kind_of`
    """
    source, there = pair
    assert source is not None
    if kind == "other":
        return Action.LEAVE
    if kind == "dangling":
        return Action.DANGLING
    if there is not None and rules.delete_extra and _in_the_way(kind, there):
        return Action.REPLACE
    if kind == "dir":
        return Action.MAKE
    if kind == "link":
        same = there is not None and _link_is_current(source, there, rules)
        return Action.SKIP if same else Action.LINK
    return _about_file(source, there, rules.sync_level)


def _in_the_way(kind: str, there: Found) -> bool:
    is_link = there.link_target is not None
    if kind == "dir":
        # a link to a directory serves as one; what is written goes through it
        return there.type != "dir"
    # a file takes the place of a file or link by itself, a link only that of a link
    return not is_link and (there.type != "file" or kind == "link")


def _link_is_current(source: Found, there: Found, rules: Rules) -> bool:
    if rules.sync_level is None or there.link_target is None:
        return False
    return rules.sync_level == 0 or source.link_target == there.link_target


def _about_file(source: Found, there: Found | None, sync_level: int | None) -> Action:
    if sync_level is None or there is None or there.type != "file":
        return Action.COPY
    if sync_level >= 1 and source.size != there.size:
        return Action.COPY
    if sync_level == 2 and _newer(source.mtime_ns, there.mtime_ns):
        return Action.COPY
    return Action.COMPARE if sync_level == 3 and source.size else Action.SKIP


def _newer(source_ns: int, destination_ns: int) -> bool:
    """Whether the source is newer, to the second where the destination keeps no more."""
    if destination_ns % SECOND == 0:
        return source_ns // SECOND > destination_ns // SECOND
    return source_ns > destination_ns


def is_partial(path: str) -> bool:
    """Whether a name is that of a file that is just arriving."""
    return _PARTIAL.fullmatch(path) is not None


Key = tuple[tuple[str, ...], str]


def place_of(path: str) -> Key:
    """Where an entry comes in an ordered walk: a directory's entries before what is in them."""
    directory, _, name = path.rpartition("/")
    return (tuple(directory.split("/")) if directory else (), name)


def side_by_side(source: Iterator[Found], destination: Iterator[Found]) -> Iterator[Pair]:
    """The names of two ordered walks, each once, in that order."""
    ours, theirs = next(source, None), next(destination, None)
    while ours is not None or theirs is not None:
        order = _compare(ours, theirs)
        yield Pair(ours if order <= 0 else None, theirs if order >= 0 else None)
        if order <= 0:
            ours = next(source, None)
        if order >= 0:
            theirs = next(destination, None)


def _compare(ours: Found | None, theirs: Found | None) -> int:
    if ours is None or theirs is None:
        return 1 if ours is None else -1
    if ours.path == theirs.path:
        return 0
    return -1 if place_of(ours.path) < place_of(theirs.path) else 1
