"""Finding out whether a file that had arrived whole has its name already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.datalink import messages
from armillary.datalink.frames import CHUNK, FrameError, Kind
from armillary.datalink.messages import Done, ReadDigest
from armillary.node.connectors.base import Reader, Snapshot, Storage
from armillary.node.errors import NodeError
from armillary.node.hashing import hasher
from armillary.node.jobs import CopyLane, Lane, from_source, patience_for, refusal

if TYPE_CHECKING:
    from armillary.node.incoming_file import IncomingFile


class PlacedJob:
    """Compare what has the file's name with the source.

    A node may be killed between giving the name and telling so. To send the whole file again would
    cost more than to read it on both sides.

    :param path: where the file belongs
    :param algorithm: of the digests that are compared
    """

    def __init__(self, file: IncomingFile, path: str, algorithm: str) -> None:
        self._file = file
        self._path = path
        self._algorithm = algorithm

    def request(self) -> tuple[Kind, messages.Message]:
        unit = self._file.unit
        return Kind.READ_DIGEST, ReadDigest(
            unit.root, unit.path, unit.size, unit.mtime_ns, self._algorithm
        )

    def receive(self, lane: Lane) -> None:
        lane.patience = patience_for(self._file.unit.size)
        ours = self._ours(lane.storage, lane.buffer[:CHUNK])
        header = lane.header()
        if header.kind is Kind.FAULT:
            self._file.fail(refusal(lane.channel, header))
        elif header.kind is not Kind.DONE:
            raise FrameError(f"{header.kind.name} does not answer a digest request")
        else:
            theirs = messages.decode(Done, lane.channel.receive_body(header)).digest
            self._file.found(self._algorithm, theirs, ours)

    def copy(self, lane: CopyLane) -> None:
        unit = self._file.unit
        try:
            ours = self._ours(lane.storage, lane.buffer)
            snapshot = Snapshot(unit.size, unit.mtime_ns)
            reader = lane.open_source(unit.root, unit.path, snapshot)
            theirs = self._digest(reader, lane.buffer)
        except NodeError as error:
            self._file.fail(from_source(error))
        else:
            self._file.found(self._algorithm, theirs, ours)

    def _ours(self, storage: Storage, buffer: memoryview) -> str | None:
        """The digest of what has the name; None if nothing has that could be the file."""
        try:
            entry = storage.stat(self._path)
            if entry.type != "file" or entry.size != self._file.unit.size:
                return None
            reader = storage.open_read(self._path, Snapshot(entry.size, entry.mtime_ns))
            return self._digest(reader, buffer)
        except NodeError:
            return None

    def _digest(self, reader: Reader, buffer: memoryview) -> str:
        digest, size = hasher(self._algorithm)(), self._file.unit.size
        try:
            for offset in range(0, size, CHUNK):
                data = buffer[: min(CHUNK, size - offset)]
                reader.read_into(data, offset)
                digest.update(data)
            reader.check_unchanged()
        finally:
            reader.close()
        return digest.hexdigest()
