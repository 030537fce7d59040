"""Checksums of files as they are, as a stream of lines."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from armillary.datalink.frames import CHUNK
from armillary.datalink.ticket import Ticket
from armillary.node.connectors.base import Snapshot, Storage
from armillary.node.errors import NodeError, malformed
from armillary.node.hashing import hasher
from armillary.node.tickets import rooted

Line = dict[str, Any]
_SECONDS_A_LINE = 1.0


class Wanted(NamedTuple):
    """A file to hash, and how it is expected to look."""

    path: str
    snapshot: Snapshot


def parse_files(files: Sequence[Any], ticket: Ticket) -> list[Wanted]:
    """The ``files`` of a checksum request: ``[root, path, size, mtime_ns]`` of each.

    :raises NodeError: malformed, or a root that the ticket does not name
    """
    try:
        return [
            Wanted(rooted(ticket, root, str(path)), Snapshot(int(size), int(mtime_ns)))
            for root, path, size, mtime_ns in files
        ]
    except (TypeError, ValueError) as error:
        raise malformed(f"files: {error!r}") from error


def checksums(storage: Storage, files: Sequence[Wanted], algorithm: str) -> Iterator[Line]:
    """Lines ``{"digests": {place: hex}}`` and ``{"fault", "place"}``, one a second at least.

    :raises NodeError: the algorithm is unknown
    """
    new_hash = hasher(algorithm)
    buffer = memoryview(bytearray(CHUNK))
    found: dict[str, str] = {}
    spoke = time.monotonic()
    for place, file in enumerate(files):
        digest = new_hash()
        try:
            for data in _content(storage, file, buffer):
                digest.update(data)
                if time.monotonic() - spoke > _SECONDS_A_LINE:
                    yield {"digests": found}
                    found, spoke = {}, time.monotonic()
            found[str(place)] = digest.hexdigest()
        except NodeError as error:
            yield {"fault": error.document(), "place": place}
    yield {"digests": found}
    yield {"end": "done"}


def _content(storage: Storage, file: Wanted, buffer: memoryview) -> Iterator[memoryview]:
    reader = storage.open_read(file.path, file.snapshot)
    try:
        for offset in range(0, file.snapshot.size, CHUNK):
            data = buffer[: min(CHUNK, file.snapshot.size - offset)]
            reader.read_into(data, offset)
            yield data
        reader.check_unchanged()
    finally:
        reader.close()
