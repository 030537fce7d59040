"""Paths as clients write them, and as nodes get them."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Collection, Iterable

DEFAULT_DIRECTORY = "/~/"


def collection_path(path: str | None) -> str:
    """The path below the collection root that a client means.

    ``/~/x``, ``~/x`` and the relative ``x`` all lie in the home, which is the root of a guest
    collection; no path means the home itself. The result starts with ``/`` and has no empty or
    ``.`` parts. ``..`` is kept: the node refuses it.

    Source: https://docs.globus.org/api/transfer/file_operations/
    """
    text = path or DEFAULT_DIRECTORY
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if parts and parts[0] == "~":
        parts = parts[1:]
    return "/" + "/".join(parts)


def as_directory(path: str) -> str:
    """The path with a final slash, as listings show it."""
    return path if path.endswith("/") else path + "/"


def base_path(paths: Iterable[str]) -> str:
    """The deepest directory that holds all of some paths, with a final slash."""
    return as_directory(posixpath.commonpath([posixpath.dirname(path) for path in paths]))


def lies_below(path: str, directory: str) -> bool:
    """Whether a path is that of a directory or of something in it.

    :param directory: ends with ``/``; below ``/`` lies everything
    """
    return directory == "/" or (".." not in path.split("/") and f"{path}/".startswith(directory))


def common(paths: Collection[str]) -> str:
    """The deepest path that all of these are, or lie below; one with ``..`` may lie anywhere."""
    split = [path.strip("/").split("/") for path in paths]
    if not split or any(".." in parts for parts in split):
        return "/.."
    # What the first and the last in order begin with, all between them begin with, too.
    first, last = min(split), max(split)
    shared = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "/" + "/".join(part for part, _ in shared)


def shown(text: str) -> str:
    """Text that can be sent and stored: bytes that are not UTF-8, which nodes report as lone
    surrogates (PEP 383), are shown percent-escaped.
    """
    return "".join(f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in text)
