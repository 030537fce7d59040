"""The lane that compares whole files with the source's."""

from __future__ import annotations

from armillary.datalink.frames import CHUNK, FrameError, Kind
from armillary.datalink.messages import Done, ReadDigest, decode
from armillary.node.digest_queue import DigestQueue
from armillary.node.errors import NodeError
from armillary.node.hashing import Hasher, hasher
from armillary.node.incoming_file import IncomingFile
from armillary.node.jobs import patience_for, refusal
from armillary.node.lane import Connect, ConnectedLane, Owner


class DigestLane(ConnectedLane):
    """Compares whole files: asks the source for its digest and makes the same one here.

    Ranges arrive in any order, a digest needs the bytes in order: so it follows the part that is
    complete from the beginning, a little behind the lanes that fetch.

    :param algorithm: name of the hash
    """

    def __init__(self, owner: Owner, connect: Connect, files: DigestQueue, algorithm: str) -> None:
        super().__init__(owner, connect)
        self._files = files
        self._algorithm = algorithm
        self._buffer = memoryview(bytearray(CHUNK))

    def abort(self) -> None:
        super().abort()
        self._files.wake()

    def _work(self) -> None:
        while file := self._files.next():
            if self._ticket_is_old:
                self._present_ticket()
            self._compare(file)
            file.release()

    def _compare(self, file: IncomingFile) -> None:
        unit = file.unit
        wanted = ReadDigest(unit.root, unit.path, unit.size, unit.mtime_ns, self._algorithm)
        self._ask(Kind.READ_DIGEST, wanted)
        self.patience = patience_for(unit.size)
        ours = hasher(self._algorithm)()
        complete = self._hash(file, ours)
        header = self.header()
        if header.kind is Kind.FAULT:
            file.fail(refusal(self.channel, header))
        elif header.kind is Kind.DONE:
            theirs = decode(Done, self.channel.receive_body(header)).digest
            if complete:
                file.conclude(self._algorithm, theirs, ours.hexdigest())
        else:
            raise FrameError(f"{header.kind.name} does not answer a digest request")
        self._taken()

    def _hash(self, file: IncomingFile, digest: Hasher) -> bool:
        try:
            return file.hash_along(digest, self._buffer)
        except NodeError as error:
            file.fail(error)
            return False
