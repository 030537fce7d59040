"""A batch of small files as it arrives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from armillary.datalink import messages
from armillary.datalink.frames import FrameError, Kind
from armillary.datalink.messages import CONTENT, TOO_LARGE, Packed, ReadBatch, decode_pack
from armillary.datalink.units import BatchUnit, SmallFile
from armillary.node.connectors.base import Snapshot, Storage
from armillary.node.errors import NodeError
from armillary.node.hashing import hasher
from armillary.node.jobs import (
    Assignment,
    CopyLane,
    Lane,
    check_expected,
    corrupted,
    from_source,
    refusal,
)

Content = tuple[bytes | memoryview, str]
"""The bytes of a file, and their digest by the task's algorithm."""


class IncomingBatch:
    """How many files of a batch came, and what went wrong; all on one lane."""

    def __init__(self, unit: BatchUnit, assignment: Assignment) -> None:
        self.unit = unit
        self._assignment = assignment
        self._algorithm = assignment.options.whole_file_hash or messages.BATCH_DIGEST
        self._new_hash = hasher(self._algorithm)
        self._over = False
        self._files = 0
        self._bytes = 0
        self._remaining = len(unit.files)
        self._faults: list[dict[str, Any]] = []
        # by the file's place in the unit; only where the task names an algorithm
        self._checksums: list[str | None] | None = None
        if assignment.options.whole_file_hash:
            self._checksums = [None] * len(unit.files)

    def jobs(self) -> Iterator[BatchJob]:
        """The requests that the batch takes."""
        rows = [(file.path, file.size, file.mtime_ns) for file in self.unit.files]
        first = 0
        for request in messages.split_batch(self.unit.root, self._algorithm, rows):
            yield BatchJob(self, request, first)
            first += len(request.files)

    @property
    def compared(self) -> bool:
        """Whether the task wants whole files compared."""
        return self._assignment.options.whole_file_hash is not None

    def take(
        self,
        storage: Storage,
        place: int,
        content: Callable[[SmallFile], Content],
        *,
        read_back: bool = False,
    ) -> None:
        """Store one file, or tell why that can't be.

        :param content: gives its bytes, verified
        :param read_back: whether the copy is read again, whatever the storage's policy
        """
        file = self.unit.files[place]
        try:
            data, digest = content(file)
            check_expected(self._algorithm, digest, self.unit.expected)
            self._store(storage, file, data, read_back)
            if self._checksums:
                self._checksums[place] = digest
            self._files += 1
            self._bytes += file.size
        except NodeError as error:
            self._faults.append(error.document(file.path))
        self._remaining -= 1

    def _store(
        self, storage: Storage, file: SmallFile, content: bytes | memoryview, read_back: bool
    ) -> None:
        options = self._assignment.options
        storage.place(
            self._assignment.path(self.unit.root, file.path),
            memoryview(content),
            tag=self._assignment.tag,
            mode=file.mode,
            mtime_ns=file.mtime_ns if options.preserve_timestamp else None,
            read_back=read_back,
        )

    def digest(self, content: bytes) -> str:
        """The digest of a file that was read here, if the task wants any."""
        if not self.compared:
            return ""
        digest = self._new_hash()
        digest.update(content)
        return digest.hexdigest()

    def unpacked(self, packed: Packed, file: SmallFile) -> Content:
        """What came of a file.

        :raises NodeError: it did not, or not as it was sent
        """
        if packed.state == TOO_LARGE:
            raise _too_large()
        if packed.state != CONTENT:
            raise _refused(packed)
        content = memoryview(packed.content)
        digest = self._new_hash()
        digest.update(content)
        if digest.digest() != packed.digest or len(content) != file.size:
            raise corrupted()
        return content, packed.digest.hex()

    def answered(self, storage: Storage) -> None:
        """A request's answer has ended; the last one ends the batch."""
        if self._remaining:
            return
        try:
            storage.flush()
        except NodeError as error:
            self.fail(error)
            return
        self._end(
            {
                "finished": True,
                "files": self._files,
                "bytes": self._bytes,
                "faults": self._faults,
                **({"checksums": self._checksums} if self._checksums else {}),
            }
        )

    def fail(self, error: NodeError) -> None:
        """End the batch with a fault of the whole."""
        self._end({"fault": error.document()})

    def _end(self, line: dict[str, Any]) -> None:
        if not self._over:
            self._over = True
            self._assignment.post({"unit": self.unit.unit, **line})


class BatchJob:
    """Fetch some files of a batch, as many as one request can name."""

    def __init__(self, batch: IncomingBatch, request: ReadBatch, first: int) -> None:
        self._batch = batch
        self._request = request
        self._first = first
        self._missing = set(range(len(request.files)))

    def request(self) -> tuple[Kind, messages.Message]:
        return Kind.READ_BATCH, self._request

    def receive(self, lane: Lane) -> None:
        while (header := lane.header()).kind is Kind.PACK:
            body = lane.buffer[: header.length]
            lane.channel.receive_into(body)
            lane.received += header.length
            self._unpack(lane, body)
        if header.kind is Kind.FAULT:
            self._batch.fail(refusal(lane.channel, header))
        elif header.kind is Kind.DONE:
            lane.channel.receive_body(header)
            if self._missing:
                raise FrameError(f"{len(self._missing)} files are missing from an answer")
            self._batch.answered(lane.storage)
        else:
            raise FrameError(f"{header.kind.name} does not answer a batch request")

    def _unpack(self, lane: Lane, body: memoryview) -> None:
        files = decode_pack(body)
        if not files:
            raise FrameError("a pack without files")
        for packed in files:
            if packed.place not in self._missing:
                raise FrameError("a file that was not asked for, or comes again")
            self._missing.remove(packed.place)
            place = self._first + packed.place
            lane.pace(len(packed.content), 1)
            self._batch.take(lane.storage, place, partial(self._batch.unpacked, packed))

    def copy(self, lane: CopyLane) -> None:
        root = self._request.root

        def content(file: SmallFile) -> Content:
            if file.size > messages.LARGE:
                raise _too_large()
            snapshot = Snapshot(file.size, file.mtime_ns)
            try:
                data = lane.read_source(root, file.path, snapshot)
            except NodeError as error:
                raise from_source(error) from None
            return data, self._batch.digest(data)

        for place in range(self._first, self._first + len(self._request.files)):
            if lane.ended():
                return
            size = self._batch.unit.files[place].size
            lane.pace(size, 1)
            self._batch.take(lane.storage, place, content, read_back=self._batch.compared)
            lane.received += size
        self._batch.answered(lane.storage)


def _refused(packed: Packed) -> NodeError:
    try:
        return from_source(NodeError.from_document(json.loads(bytes(packed.content))))
    except (ValueError, RecursionError) as error:
        raise FrameError("a file is refused without a reason") from error


def _too_large() -> NodeError:
    return NodeError("NOT_SUPPORTED", "The file is too large to travel in a batch.")
