"""Which connector serves which collection: the one table of them."""

from __future__ import annotations

from collections.abc import Callable

from armillary.node.config import Collection
from armillary.node.connectors.base import Storage
from armillary.node.connectors.memory import MemoryStorage
from armillary.node.connectors.posix import PosixStorage
from armillary.node.errors import NodeError

Opener = Callable[[Collection, str, str], Storage]


def _posix(collection: Collection, base: str, within: str) -> Storage:
    return PosixStorage(collection.root, base, within, care=collection.policy.care)


def _memory(collection: Collection, base: str, within: str) -> Storage:
    return MemoryStorage.of_collection(collection.id, base, within)


CONNECTORS: dict[str, Opener] = {"posix": _posix, "memory": _memory}


def open_storage(collection: Collection, base: str, within: str) -> Storage:
    """A collection's root, for one thread.

    :param base: path below it at which a guest collection begins
    :param within: path below that outside which nothing may be seen
    :raises NodeError: it is not there, or its connector is not built
    """
    try:
        opener = CONNECTORS[collection.connector]
    except KeyError:
        raise NodeError(
            "NOT_SUPPORTED", f"There is no connector {collection.connector!r}."
        ) from None
    return opener(collection, base, within)
