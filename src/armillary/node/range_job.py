"""A range of a big file: asked for and received, or copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xxhash

from armillary.datalink import messages
from armillary.datalink.frames import CHUNK, FrameError, Header, Kind
from armillary.datalink.messages import Done, ReadRange
from armillary.node.connectors.base import Reader, Snapshot
from armillary.node.connectors.copying import COPY_STEP
from armillary.node.errors import NodeError
from armillary.node.jobs import CopyLane, Lane, corrupted, from_source, refusal

if TYPE_CHECKING:
    from armillary.node.incoming_file import IncomingFile


class RangeJob:
    """Fetch one range of a big file.

    :param opens: whether it is the first of its file, which counts the file in limits
    """

    def __init__(self, file: IncomingFile, offset: int, length: int, *, opens: bool) -> None:
        self._file = file
        self._files = int(opens)
        self._offset = offset
        self._end = offset + length

    def request(self) -> tuple[Kind, messages.Message]:
        unit = self._file.unit
        return Kind.READ_RANGE, ReadRange(
            unit.root,
            unit.path,
            unit.size,
            unit.mtime_ns,
            self._offset,
            self._end - self._offset,
        )

    def copy(self, lane: CopyLane) -> None:
        try:
            self._copy(lane)
        except NodeError as error:
            self._file.fail(error, discard=error.code == "FILE_SIZE_CHANGED")
        finally:
            self._file.release()

    def _copy(self, lane: CopyLane) -> None:
        unit, file = self._file.unit, self._file
        lane.pace(0, self._files)
        try:
            reader = lane.open_source(unit.root, unit.path, Snapshot(unit.size, unit.mtime_ns))
        except NodeError as error:
            raise from_source(error) from None
        try:
            for at in range(self._offset, self._end, COPY_STEP):
                count = min(COPY_STEP, self._end - at)
                lane.pace(count)
                if file.over or lane.ended():
                    return
                file.copy(reader, at, count, lane.buffer)
                lane.received += count
            digest = self._digest(reader, lane.buffer) if file.read_back else ""
            reader.check_unchanged()
        finally:
            reader.close()
        file.range_arrived(self._offset, self._end - self._offset, digest, lane.buffer)

    def _digest(self, reader: Reader, buffer: memoryview) -> str:
        digest = xxhash.xxh3_128()
        for at in range(self._offset, self._end, CHUNK):
            data = buffer[: min(CHUNK, self._end - at)]
            reader.read_into(data, at)
            digest.update(data)
        return digest.hexdigest()

    def receive(self, lane: Lane) -> None:
        lane.pace(0, self._files)
        digest = xxhash.xxh3_128()
        at = self._offset
        while (header := lane.header()).kind is Kind.DATA:
            if not 0 < header.length <= self._end - at:
                raise FrameError("more data than was asked for, or none at all")
            data = lane.buffer[: header.length]
            lane.channel.receive_into(data)
            digest.update(data)
            lane.pace(len(data))
            self._file.write(data, at)
            at += header.length
            lane.received += header.length
        self._conclude(lane, header, digest.hexdigest() if at == self._end else "")
        self._file.release()

    def _conclude(self, lane: Lane, header: Header, digest: str) -> None:
        if header.kind is Kind.FAULT:
            error = refusal(lane.channel, header)
            self._file.fail(error, discard=error.code == "FILE_SIZE_CHANGED")
        elif header.kind is not Kind.DONE:
            raise FrameError(f"{header.kind.name} does not answer a range request")
        elif messages.decode(Done, lane.channel.receive_body(header)).digest == digest:
            length = self._end - self._offset
            self._file.range_arrived(self._offset, length, digest, lane.buffer[:CHUNK])
        else:
            self._file.fail(corrupted())
