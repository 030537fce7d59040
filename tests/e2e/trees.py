"""Trees of files as literals: written to disk, and read back."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True)
class File:
    """A file with more than content.

    :param mtime: seconds since the epoch
    """

    content: bytes
    mtime: int | None = None
    mode: int | None = None


DIRECTORY = None
# path -> content, a file with more, a link, or DIRECTORY; parents need no entry
Tree = Mapping[str, bytes | File | Link | None]


def write(folder: Path, tree: Tree) -> None:
    """Make a tree in a directory, which is made too."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, what in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if what is DIRECTORY:
            path.mkdir(exist_ok=True)
        elif isinstance(what, Link):
            path.symlink_to(what.target)
        else:
            _write_file(path, what if isinstance(what, File) else File(what))


def _write_file(path: Path, file: File) -> None:
    path.write_bytes(file.content)
    if file.mode is not None:
        path.chmod(file.mode)
    if file.mtime is not None:
        os.utime(path, (file.mtime, file.mtime))


def read(folder: Path) -> dict[str, Any]:
    """The tree in a directory: contents, link targets; of directories only those that are empty."""
    found: dict[str, Any] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            found[name] = Link(os.readlink(path))
        elif stat.S_ISREG(mode):
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[name] = DIRECTORY
    return found


def plain(tree: Tree) -> dict[str, Any]:
    """A literal tree as :func:`read` would give it back."""
    return {
        name: what.content if isinstance(what, File) else what
        for name, what in sorted(tree.items())
    }
