"""From one file of a node to another: by the storage where it can, else through memory."""

from __future__ import annotations

from armillary.node.connectors.base import Partial, Reader

COPY_STEP = 4 * 1024 * 1024
"""Bytes after which a copy looks whether it shall go on."""


def copy_range(
    reader: Reader, partial: Partial, offset: int, length: int, buffer: memoryview
) -> None:
    """Copy some bytes, to the same place of the file that arrives.

    :param buffer: room for the bytes where the storage can't do it by itself
    :raises NodeError: ``FILE_SIZE_CHANGED`` if the source ends before, or as storages do
    """
    at, end = offset, offset + length
    while at < end:
        count = partial.copy_from(reader, at, end - at)
        if not count:
            data = buffer[: end - at]
            reader.read_into(data, at)
            partial.write(data, at)
            count = len(data)
        at += count
