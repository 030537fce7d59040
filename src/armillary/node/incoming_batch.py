"""A batch of small files as it arrives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from armillary.datalink import messages
from armillary.datalink.frames import FrameError, Kind
from armillary.datalink.messages import CONTENT, TOO_LARGE, Packed, ReadBatch, decode_pack
from armillary.datalink.units import BatchUnit
from armillary.node.errors import NodeError
from armillary.node.hashing import hasher
from armillary.node.jobs import Assignment, Lane, check_expected, corrupted, from_source, refusal


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

    def take(self, lane: Lane, place: int, packed: Packed) -> None:
        """One file has come, or word why it has not."""
        file = self.unit.files[place]
        try:
            self._store(lane, place, packed)
            if self._checksums:
                self._checksums[place] = packed.digest.hex()
            self._files += 1
            self._bytes += file.size
        except NodeError as error:
            self._faults.append(error.document(file.path))
        self._remaining -= 1

    def _store(self, lane: Lane, place: int, packed: Packed) -> None:
        file = self.unit.files[place]
        options = self._assignment.options
        lane.storage.place(
            self._assignment.path(self.unit.root, file.path),
            self._content(packed, file.size),
            tag=self._assignment.tag,
            mode=file.mode,
            mtime_ns=file.mtime_ns if options.preserve_timestamp else None,
        )

    def _content(self, packed: Packed, size: int) -> memoryview:
        if packed.state == TOO_LARGE:
            raise NodeError("NOT_SUPPORTED", "The file is too large to travel in a batch.")
        if packed.state != CONTENT:
            raise from_source(NodeError.from_document(json.loads(bytes(packed.content))))
        content = memoryview(packed.content)
        digest = self._new_hash()
        digest.update(content)
        if digest.digest() != packed.digest or len(content) != size:
            raise corrupted()
        check_expected(self._algorithm, packed.digest.hex(), self.unit.expected)
        return content

    def answered(self) -> None:
        """A request's answer has ended; the last one ends the batch."""
        if self._remaining:
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
            self._batch.answered()
        else:
            raise FrameError(f"{header.kind.name} does not answer a batch request")

    def _unpack(self, lane: Lane, body: memoryview) -> None:
        for packed in decode_pack(body):
            if packed.place >= len(self._request.files):
                raise FrameError("a file that was not asked for")
            self._batch.take(lane, self._first + packed.place, packed)
