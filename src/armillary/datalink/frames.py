"""Frames between two nodes: an 8-byte header and a body.

============ ====== =========================================================
field        bytes  meaning
============ ====== =========================================================
kind         1      what the body is (:class:`Kind`)
version      1      of this protocol, :data:`VERSION`
request      2      number of the request that the frame makes or answers
length       4      bytes of body that follow
============ ====== =========================================================

All numbers are big-endian. Requests are answered in the order in which they were made.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import NamedTuple

VERSION = 1
CHUNK = 256 * 1024
"""Bytes of file in one ``DATA`` frame at most: the buffer size that measured best over TLS."""

MAX_REQUEST = 64 * 1024
"""Bytes of a request at most. A destination writes its next request while the source is still
writing the last answer, so a request has to fit into the socket's buffer or both would wait."""

MAX_PACK = 1024 * 1024 + 256 * 1024
"""Bytes of one ``PACK`` frame at most."""

_HEADER = struct.Struct("!BBHI")
HEADER_SIZE = _HEADER.size


class FrameError(ValueError):
    """The peer does not speak this protocol, or broke it."""


class Kind(IntEnum):
    """What a frame is: the first group goes to the source, the second comes from it."""

    HELLO = 1
    RENEW = 2
    READ_RANGE = 3
    READ_BATCH = 4
    READ_DIGEST = 5

    READY = 16
    DATA = 17
    DONE = 18
    FAULT = 19
    PACK = 20
    ALIVE = 21


_MAX_TICKET = 1024 * 1024  # its roots may be many; nothing is under way when it is sent
_LIMITS = {
    Kind.DATA: CHUNK,
    Kind.PACK: MAX_PACK,
    Kind.HELLO: _MAX_TICKET,
    Kind.RENEW: _MAX_TICKET,
}


class Header(NamedTuple):
    """A frame's header, read."""

    kind: Kind
    request: int
    length: int


def write_header(buffer: bytearray | memoryview, kind: Kind, request: int, length: int) -> None:
    """Put a header at the beginning of a buffer."""
    _HEADER.pack_into(buffer, 0, kind, VERSION, request & 0xFFFF, length)


def read_header(data: bytes | bytearray | memoryview) -> Header:
    """Read a header.

    :raises FrameError: another version, an unknown kind, or a body longer than its kind may have
    """
    kind, version, request, length = _HEADER.unpack_from(data)
    if version != VERSION:
        raise FrameError(f"protocol version {version}, not {VERSION}")
    try:
        known = Kind(kind)
    except ValueError as error:
        raise FrameError(f"frame of unknown kind {kind}") from error
    if length > _LIMITS.get(known, MAX_REQUEST):
        raise FrameError(f"a {known.name} frame of {length} bytes is too long")
    return Header(known, request, length)


def frame(kind: Kind, request: int, body: bytes = b"") -> bytes:
    """A whole frame with a small body.

    :raises FrameError: the body is longer than its kind may have
    """
    if len(body) > _LIMITS.get(kind, MAX_REQUEST):
        raise FrameError(f"a {kind.name} frame of {len(body)} bytes is too long")
    return _HEADER.pack(kind, VERSION, request & 0xFFFF, len(body)) + body
