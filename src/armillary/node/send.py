"""The source side of node-to-node transfers: answer what a destination asks for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TypeVar

import xxhash

from armillary.core.pki import fingerprint
from armillary.datalink import messages
from armillary.datalink.frames import (
    CHUNK,
    HEADER_SIZE,
    MAX_PACK,
    FrameError,
    Header,
    Kind,
    write_header,
)
from armillary.datalink.messages import (
    CONTENT,
    LARGE,
    REFUSED,
    TOO_LARGE,
    Credential,
    Done,
    Packed,
    ReadBatch,
    ReadDigest,
    ReadRange,
    Refusal,
    encode,
    encode_pack,
    pack_overhead,
)
from armillary.datalink.source import Conversation
from armillary.datalink.ticket import Ticket
from armillary.node.channel import Channel
from armillary.node.connectors.base import Snapshot, Storage
from armillary.node.errors import NodeError, malformed
from armillary.node.hashing import Hasher, hasher
from armillary.node.tickets import Gate, rooted

_ALIVE_EVERY = 5.0
_PACK_SECONDS = 1.0
_M = TypeVar("_M", bound=messages.Message)


class Sender:
    """Serves one data connection until its peer closes it; runs in a thread of its own."""

    def __init__(self, channel: Channel, gate: Gate) -> None:
        self._channel = channel
        self._gate = gate
        self._conversation = Conversation()
        self._storage: Storage | None = None
        self._buffer = memoryview(bytearray(HEADER_SIZE + CHUNK))

    def serve(self) -> None:
        """Answer requests.

        :raises NodeError: the connection ended
        :raises FrameError: the peer does not speak the protocol
        """
        try:
            while True:
                header = self._channel.receive_header()
                self._conversation.check_order(header.kind)
                self._answer(header, self._channel.receive_body(header))
        finally:
            if self._storage:
                self._storage.close()

    def _answer(self, header: Header, body: bytes) -> None:
        try:
            match header.kind:
                case Kind.HELLO | Kind.RENEW:
                    self._admit(header, messages.decode(Credential, body))
                case Kind.READ_RANGE:
                    self._send_range(header.request, messages.decode(ReadRange, body))
                case Kind.READ_BATCH:
                    self._send_batch(header.request, messages.decode(ReadBatch, body))
                case Kind.READ_DIGEST:
                    self._send_digest(header.request, messages.decode(ReadDigest, body))
                case _:
                    raise FrameError(f"{header.kind.name} is no request")
        except NodeError as error:
            self._channel.send_frame(Kind.FAULT, header.request, encode(_refusal(error)))

    def _admit(self, header: Header, credential: Credential) -> None:
        peer = fingerprint(self._channel.peer_certificate)
        ticket = self._gate.check(credential.ticket, "read", peer=peer)
        self._gate.check_peer(self._channel.peer_urn)
        self._conversation.admit(ticket)
        if self._storage is None:
            self._storage = self._gate.storage(ticket)
        self._channel.send_frame(Kind.READY, header.request)

    def _current(self) -> tuple[Ticket, Storage]:
        ticket = self._conversation.ticket
        if ticket is None or self._storage is None:
            raise NodeError("AUTH", "There is no valid ticket on this connection.")
        self._gate.check_current(ticket)
        self._gate.check_peer(self._channel.peer_urn)
        return ticket, self._storage

    def _send_range(self, request: int, wanted: ReadRange) -> None:
        ticket, storage = self._current()
        if not 0 <= wanted.offset <= wanted.offset + wanted.length <= wanted.size:
            raise malformed("no file has that range")
        snapshot = Snapshot(wanted.size, wanted.mtime_ns)
        digest = xxhash.xxh3_128()
        reader = storage.open_read(rooted(ticket, wanted.root, wanted.path), snapshot)
        try:
            end = wanted.offset + wanted.length
            for offset in range(wanted.offset, end, CHUNK):
                count = min(CHUNK, end - offset)
                data = self._buffer[HEADER_SIZE : HEADER_SIZE + count]
                self._pace(ticket, request, count, int(offset == 0))
                reader.read_into(data, offset)
                digest.update(data)
                self._send_data(request, count)
            reader.check_unchanged()
        finally:
            reader.close()
        self._channel.send_frame(Kind.DONE, request, encode(Done(digest.hexdigest())))

    def _pace(self, ticket: Ticket, request: int, size: int, files: int) -> None:
        """Wait until so much may go out, telling the peer now and then that we live."""
        self._gate.check_peer(self._channel.peer_urn)
        spoke = time.monotonic()

        def go_on() -> bool:
            nonlocal spoke
            if time.monotonic() - spoke > _ALIVE_EVERY:
                self._channel.send_frame(Kind.ALIVE, request)
                spoke = time.monotonic()
            self._gate.check_peer(self._channel.peer_urn)
            return True

        self._gate.throttle(ticket).take("out", size, files, go_on)

    def _send_data(self, request: int, count: int) -> None:
        write_header(self._buffer, Kind.DATA, request, count)
        self._channel.send(self._buffer[: HEADER_SIZE + count])

    def _send_batch(self, request: int, wanted: ReadBatch) -> None:
        ticket, storage = self._current()
        new_hash = hasher(wanted.algorithm)
        overhead = pack_overhead(len(new_hash().digest()))
        pack: list[Packed] = []
        room = MAX_PACK - 4
        sent = time.monotonic()
        for place, (path, size, mtime_ns) in enumerate(wanted.files):
            source = rooted(ticket, wanted.root, path)
            self._pace(ticket, request, min(size, LARGE), 1)
            file = _packed(place, storage, source, Snapshot(size, mtime_ns), new_hash)
            cost = overhead + len(file.content)
            # a slow collection's files are not held back until a pack is full
            if cost > room or (pack and time.monotonic() - sent > _PACK_SECONDS):
                self._channel.send_frame(Kind.PACK, request, encode_pack(pack))
                pack, room, sent = [], MAX_PACK - 4, time.monotonic()
            pack.append(file)
            room -= cost
        self._channel.send_frame(Kind.PACK, request, encode_pack(pack))
        self._channel.send_frame(Kind.DONE, request, encode(Done("")))

    def _send_digest(self, request: int, wanted: ReadDigest) -> None:
        ticket, storage = self._current()
        digest = hasher(wanted.algorithm)()
        snapshot = Snapshot(wanted.size, wanted.mtime_ns)
        reader = storage.open_read(rooted(ticket, wanted.root, wanted.path), snapshot)
        spoke = time.monotonic()
        try:
            for offset in range(0, wanted.size, CHUNK):
                data = self._buffer[: min(CHUNK, wanted.size - offset)]
                reader.read_into(data, offset)
                digest.update(data)
                if time.monotonic() - spoke > _ALIVE_EVERY:
                    self._channel.send_frame(Kind.ALIVE, request)
                    spoke = time.monotonic()
            reader.check_unchanged()
        finally:
            reader.close()
        self._channel.send_frame(Kind.DONE, request, encode(Done(digest.hexdigest())))


def _packed(
    place: int,
    storage: Storage,
    path: str,
    snapshot: Snapshot,
    new_hash: Callable[[], Hasher],
) -> Packed:
    if snapshot.size > LARGE:
        return Packed(place, TOO_LARGE, b"", b"")
    try:
        content = storage.read_small(path, snapshot)
    except NodeError as error:
        return Packed(place, REFUSED, b"", json.dumps(error.document()).encode())
    digest = new_hash()
    digest.update(content)
    return Packed(place, CONTENT, digest.digest(), content)


def _refusal(error: NodeError) -> Refusal:
    return Refusal(error.code, error.message, error.path, error.transient)
