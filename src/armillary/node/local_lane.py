"""Lanes of a pull whose source is this node: the storage copies, nothing is encrypted or sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from armillary.datalink.frames import CHUNK
from armillary.datalink.ticket import Ticket
from armillary.node.connectors.base import Reader, Snapshot, Storage
from armillary.node.digest_queue import DigestQueue
from armillary.node.errors import NodeError
from armillary.node.hashing import hasher
from armillary.node.incoming_file import IncomingFile
from armillary.node.jobs import Job
from armillary.node.lane import Owner
from armillary.node.tickets import rooted

_log = logging.getLogger(__name__)


class LocalSource:
    """What a read ticket opens on this node; for one thread.

    The ticket is checked as if it had come over a connection, and again before each read.
    """

    def __init__(self, owner: Owner, fingerprint: str) -> None:
        self._owner = owner
        self._fingerprint = fingerprint
        self._token = ""
        self._ticket: Ticket | None = None
        self._storage: Storage | None = None

    def open_read(self, root: int, path: str, snapshot: Snapshot) -> Reader:
        """A file that the ticket names.

        :raises NodeError: ``AUTH``, or as storages do
        """
        ticket, storage = self._current()
        return storage.open_read(rooted(ticket, root, path), snapshot)

    def read_small(self, root: int, path: str, snapshot: Snapshot) -> bytes:
        """The bytes of a small one."""
        ticket, storage = self._current()
        return storage.read_small(rooted(ticket, root, path), snapshot)

    def check(self) -> None:
        """:raises NodeError: ``AUTH``: neither reading nor writing is permitted any longer"""
        self._current()
        self._owner.gate.check_current(self._owner.ticket)

    def pace(self, size: int, files: int) -> None:
        """Wait until so much may go out; returns early when the pull ends."""
        ticket, _ = self._current()
        throttle = self._owner.gate.throttle(ticket)
        throttle.take("out", size, files, lambda: not self._owner.ended())

    def close(self) -> None:
        if self._storage is not None:
            self._storage.close()

    def _current(self) -> tuple[Ticket, Storage]:
        gate = self._owner.gate
        if self._ticket is None or self._token != self._owner.read_ticket:
            self._token = self._owner.read_ticket
            self._ticket = gate.check(self._token, "read", peer=self._fingerprint)
        gate.check_current(self._ticket)
        if self._storage is None:
            self._storage = gate.storage(self._ticket)
        return self._ticket, self._storage


class _LocalLane:
    """A lane without a connection."""

    def __init__(self, owner: Owner, source: LocalSource) -> None:
        self._owner = owner
        self._source = source
        self.buffer = memoryview(bytearray(CHUNK))

    def run(self) -> None:
        """Do the lane's work; what is not a file's own failure ends the pull."""
        try:
            self._work()
        except NodeError as error:
            self._owner.broke(error)
        except Exception:
            _log.exception("a lane failed")
            self._owner.broke(NodeError("INTERNAL_ERROR", "The node failed; its log says more."))
        finally:
            self._source.close()

    def _work(self) -> None:
        raise NotImplementedError

    def ended(self) -> bool:
        """Whether to go no further."""
        return self._owner.ended()

    def abort(self) -> None:
        """Nothing waits here; ``ended`` is looked at between steps."""


class CopyingLane(_LocalLane):
    """Does jobs by copying."""

    storage: Storage
    away = 0.0

    def __init__(self, owner: Owner, source: LocalSource, jobs: Iterator[Job | None]) -> None:
        super().__init__(owner, source)
        self._jobs = jobs
        self.received = 0

    def _work(self) -> None:
        with self._owner.gate.storage(self._owner.ticket) as self.storage:
            for job in self._jobs:
                if self.ended():
                    return
                if job is None:
                    self._owner.wait_for_room()
                    continue
                self._source.check()
                job.copy(self)

    def pace(self, size: int, files: int = 0) -> None:
        self._source.pace(size, files)
        throttle = self._owner.gate.throttle(self._owner.ticket)
        throttle.take("in", size, files, lambda: not self.ended())

    def open_source(self, root: int, path: str, snapshot: Snapshot) -> Reader:
        return self._source.open_read(root, path, snapshot)

    def read_source(self, root: int, path: str, snapshot: Snapshot) -> bytes:
        return self._source.read_small(root, path, snapshot)


class LocalDigestLane(_LocalLane):
    """Compares whole files: hashes the source in one thread and the copy in another.

    :param algorithm: name of the hash
    """

    def __init__(
        self, owner: Owner, source: LocalSource, files: DigestQueue, algorithm: str
    ) -> None:
        super().__init__(owner, source)
        self._files = files
        self._algorithm = algorithm

    def abort(self) -> None:
        self._files.wake()

    def _work(self) -> None:
        with ThreadPoolExecutor(1, thread_name_prefix="digest") as pool:
            while file := self._files.next():
                self._source.check()
                self._compare(file, pool.submit(self._digest_of_source, file))
                file.release()

    def _compare(self, file: IncomingFile, theirs: Future[str]) -> None:
        ours = hasher(self._algorithm)()
        try:
            if file.hash_along(ours, self.buffer):
                file.conclude(self._algorithm, theirs.result(), ours.hexdigest())
            theirs.result()
        except NodeError as error:
            file.fail(error, discard=error.code == "FILE_SIZE_CHANGED")

    def _digest_of_source(self, file: IncomingFile) -> str:
        unit = file.unit
        digest = hasher(self._algorithm)()
        reader = self._source.open_read(unit.root, unit.path, Snapshot(unit.size, unit.mtime_ns))
        buffer = memoryview(bytearray(CHUNK))
        try:
            for offset in range(0, unit.size, CHUNK):
                if file.over or self.ended():
                    raise NodeError("CONNECTION_BROKEN", "The pull has ended.")
                data = buffer[: min(CHUNK, unit.size - offset)]
                reader.read_into(data, offset)
                digest.update(data)
            reader.check_unchanged()
        finally:
            reader.close()
        return digest.hexdigest()
