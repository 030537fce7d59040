"""The hashes that a task may name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol

import xxhash
from blake3 import blake3

from armillary.node.errors import NodeError


class Hasher(Protocol):
    """What ``hashlib`` and ``xxhash`` objects have in common."""

    def update(self, data: bytes | memoryview, /) -> object: ...

    def digest(self) -> bytes: ...

    def hexdigest(self) -> str: ...


def _weak(name: str) -> Callable[[], Hasher]:
    return lambda: hashlib.new(name, usedforsecurity=False)


_HASHERS: dict[str, Callable[[], Hasher]] = {
    "md5": _weak("md5"),
    "sha1": _weak("sha1"),
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
    "blake3": blake3,
    "xxh3": xxhash.xxh3_128,
    "xxh3_64": xxhash.xxh3_64,
    "xxh3_128": xxhash.xxh3_128,
}


def hasher(algorithm: str) -> Callable[[], Hasher]:
    """What makes a fresh hash object; names are in any case, with or without a hyphen.

    :raises NodeError: ``NOT_SUPPORTED``: the node does not know the algorithm
    """
    try:
        return _HASHERS[algorithm.lower().replace("sha-", "sha")]
    except KeyError:
        known = ", ".join(_HASHERS)
        raise NodeError(
            "NOT_SUPPORTED", f"Checksums here are {known}; not {algorithm!r}."
        ) from None
