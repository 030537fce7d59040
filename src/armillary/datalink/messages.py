"""What travels in the frames between two nodes.

Requests and their final words are small JSON objects; file content is raw bytes. Names that are
not UTF-8 keep their bytes as lone surrogates (PEP 383), which JSON escapes as ``\\udcXX``.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple, TypeVar

from armillary.datalink.frames import MAX_REQUEST, FrameError

_NUMBERS = 48
"""Characters that a file's two numbers (of at most 20 digits) and its brackets take."""

_MOST = 1 << 63
"""What numbers stay below: sizes, offsets and times as systems have them."""

BATCH_DIGEST = "xxh3_128"
"""Hash of ranges and, unless the task names another, of the files in a batch."""


LARGE = 1024 * 1024
"""Bytes above which a file of a batch must be asked for by ranges; Transfer's planner agrees."""


@dataclass(frozen=True)
class Credential:
    """``HELLO`` and ``RENEW``: the ticket under which requests are made from now on."""

    ticket: str


@dataclass(frozen=True)
class ReadRange:
    """Send ``length`` bytes at ``offset``, then their xxh3 digest.

    :param root: index into the ticket's roots
    :param path: relative to that root; empty for the root itself
    :param size: bytes that the file had when the task saw it
    :param mtime_ns: its modification time then, nanoseconds since the epoch
    """

    root: int
    path: str
    size: int
    mtime_ns: int
    offset: int
    length: int


@dataclass(frozen=True)
class ReadBatch:
    """Send small files whole, packed.

    :param files: ``[path, size, mtime_ns]`` of each
    :param algorithm: hash that goes with each file
    """

    root: int
    algorithm: str
    files: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class ReadDigest:
    """Hash a whole file and send the digest; ``ALIVE`` frames come while it goes on."""

    root: int
    path: str
    size: int
    mtime_ns: int
    algorithm: str


@dataclass(frozen=True)
class Done:
    """The end of an answer.

    :param digest: hex digest of the bytes sent (range) or of the file (digest); empty for a batch
    """

    digest: str


@dataclass(frozen=True)
class Refusal:
    """``FAULT``: why a request can't be answered (see the node's error codes)."""

    code: str
    message: str
    path: str | None
    transient: bool


Message = Credential | ReadRange | ReadBatch | ReadDigest | Done | Refusal
M = TypeVar("M", bound=Message)


def encode(message: Message) -> bytes:
    """A message as a frame's body."""
    return json.dumps(vars(message), separators=(",", ":")).encode("ascii")


def decode(kind: type[M], body: bytes | bytearray | memoryview) -> M:
    """Read a frame's body.

    :raises FrameError: it is not a message of that kind
    """
    try:
        message = kind(**json.loads(bytes(body)))
        _check_types(message)
    except (ValueError, TypeError, RecursionError) as error:
        raise FrameError(f"malformed {kind.__name__}: {error}") from error
    return message


_TYPES: dict[str, Callable[[object], bool]] = {
    "str": lambda value: isinstance(value, str),
    "str | None": lambda value: value is None or isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: _is_number(value),
    "Sequence[Sequence[Any]]": lambda value: isinstance(value, list) and all(map(_is_file, value)),
}


def _check_types(message: Message) -> None:
    for field in fields(message):
        if not _TYPES[str(field.type)](getattr(message, field.name)):
            raise TypeError(f"{field.name} is no {field.type}")


def _is_number(value: object) -> bool:
    return type(value) is int and -_MOST <= value <= _MOST


def _is_file(row: object) -> bool:
    if not isinstance(row, list) or len(row) != 3:
        return False
    path, size, mtime_ns = row
    return isinstance(path, str) and _is_number(size) and _is_number(mtime_ns)


def split_batch(
    root: int, algorithm: str, files: Sequence[Sequence[Any]], *, limit: int = MAX_REQUEST
) -> Iterator[ReadBatch]:
    """Requests for a batch of files, each small enough to be one frame.

    :param files: ``[path, size, mtime_ns, ...]`` of each file
    """
    room = limit - len(encode(ReadBatch(root, algorithm, []))) - 16
    group: list[Sequence[Any]] = []
    used = 0
    for file in files:
        cost = len(encode_basestring_ascii(file[0])) + _NUMBERS
        if group and used + cost > room:
            yield ReadBatch(root, algorithm, group)
            group, used = [], 0
        group.append(file[:3])
        used += cost
    if group:
        yield ReadBatch(root, algorithm, group)


class Packed(NamedTuple):
    """One file of a batch.

    :param place: its place in the request
    :param content: its bytes, or the JSON of a :class:`Refusal`
    :param digest: its hash; empty when refused or too large
    :param state: how to read ``content``
    """

    place: int
    state: int
    digest: bytes
    content: bytes | memoryview


CONTENT, REFUSED, TOO_LARGE = 0, 1, 2
_COUNT = struct.Struct("!I")
_ENTRY = struct.Struct("!IBBI")


def pack_overhead(digest_size: int) -> int:
    """Bytes that a file costs in a pack besides its content."""
    return _ENTRY.size + digest_size


def encode_pack(files: Sequence[Packed]) -> bytes:
    """A ``PACK`` body: the count; of each file its entry, its digest and its content."""
    parts: list[bytes | memoryview] = [_COUNT.pack(len(files))]
    pack = _ENTRY.pack
    for place, state, digest, content in files:
        parts += (pack(place, state, len(digest), len(content)), digest, content)
    return b"".join(parts)


def decode_pack(body: memoryview) -> list[Packed]:
    """Read a ``PACK`` body; contents are views of it, valid as long as its buffer is.

    :raises FrameError: lengths do not fit the body
    """
    try:
        (count,) = _COUNT.unpack_from(body)
        files, at = [], _COUNT.size
        for _ in range(count):
            place, state, digest_size, size = _ENTRY.unpack_from(body, at)
            content_at = at + _ENTRY.size + digest_size
            digest = bytes(body[at + _ENTRY.size : content_at])
            at = content_at + size
            files.append(Packed(place, state, digest, body[content_at:at]))
    except struct.error as error:
        raise FrameError(f"malformed pack: {error}") from error
    if at != len(body):
        raise FrameError("a pack's lengths do not fit its body")
    return files
