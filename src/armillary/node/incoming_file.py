"""A big file as it arrives, range by range."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import xxhash

from armillary.datalink.destination import Prefix, Range, merged, missing_ranges, without
from armillary.datalink.frames import CHUNK
from armillary.datalink.units import FileUnit
from armillary.node.connectors.base import Partial, Reader, Storage
from armillary.node.connectors.copying import copy_range
from armillary.node.errors import NodeError
from armillary.node.hashing import Hasher
from armillary.node.jobs import Assignment, Job, check_expected
from armillary.node.placed_job import PlacedJob
from armillary.node.range_job import RangeJob

# Where the task names no algorithm, any will do.
_QUICKEST = "xxh3"


class IncomingFile:
    """A file under its partial name, shared by the lanes that fill it.

    Each range's job holds the file, and so does its whole-file digest; the last one to let go
    closes it, so that no thread ever writes to a descriptor that another has closed.
    """

    def __init__(self, unit: FileUnit, assignment: Assignment) -> None:
        self.unit = unit
        self._assignment = assignment
        self._hashed = bool(assignment.options.whole_file_hash)
        self._changed = threading.Condition(threading.RLock())
        self._over = False
        self._prefix = Prefix()
        self._remaining = 0
        self._holders = 0
        self._partial: Partial | None = None
        self._read_back = False

    def begin(self, storage: Storage, piece: Callable[[], int]) -> Iterator[Job]:
        """Open the partial file; the requests that are still to be made.

        Where everything had arrived before and the partial file is gone, it may have its name by
        now, and there is no partial file.

        :param piece: the most bytes of the next range
        """
        unit = self.unit
        try:
            path = self._assignment.path(unit.root, unit.path)
            partial = storage.begin(path, tag=self._assignment.tag, resume=bool(unit.done))
        except NodeError as error:
            self.fail(error)
            return iter(())
        if not partial.resumed and merged(unit.done) == [(0, unit.size)]:
            return self._look_for_it(partial, path)
        done = self._still_there(partial)
        self._partial, self._prefix = partial, Prefix(done)
        self._remaining = unit.size - sum(length for _, length in merged(done))
        self._holders = 2  # whoever makes the requests, and whoever waits for the whole
        self._read_back = storage.care.read_back
        if unit.size:
            return self._jobs(missing_ranges(unit.size, done, piece=piece))
        # An empty file is asked for too: the source has to say that it is there.
        self._remaining = 1
        return self._jobs(iter([(0, 0)]))

    def _still_there(self, partial: Partial) -> Sequence[Range]:
        """What had come and is still in the partial file.

        A partial file can go, or lose its last bytes with the machine; what had come must then not
        count when this attempt is interrupted and another one goes on.
        """
        unit = self.unit
        there = without(unit.done, partial.gaps(unit.size)) if partial.resumed else []
        if there != merged(unit.done):
            self._tell_loss()
            for offset, length in there:
                self._assignment.post({"unit": unit.unit, "range": [offset, length]})
        return there

    def _jobs(self, ranges: Iterator[Range]) -> Iterator[RangeJob]:
        opens = True
        for offset, length in ranges:
            with self._changed:
                self._holders += 1
            yield RangeJob(self, offset, length, opens=opens)
            opens = False
        self.release()

    def _look_for_it(self, partial: Partial, path: str) -> Iterator[Job]:
        with suppress(NodeError):
            partial.discard()
        partial.close()
        algorithm = self._assignment.options.whole_file_hash or _QUICKEST
        return iter([PlacedJob(self, path, algorithm)])

    def found(self, algorithm: str, theirs: str, ours: str | None) -> None:
        """End the file, of which something has the name already, by what its digests say.

        :param ours: None where nothing has the name
        """
        if theirs == ours:
            done = {"finished": True, "files": 1, "bytes": self.unit.size}
            self._end({**done, "checksum": ours if self._hashed else None})
        else:
            self._tell_loss()
            self.fail(
                NodeError(
                    "VERIFY_CHECKSUM", "What had come of the file is gone; it is fetched again."
                )
            )

    def _tell_loss(self) -> None:
        """What was told as fetched, now or by an earlier attempt, is not there any more."""
        self._assignment.post({"lost": self.unit.unit})

    @property
    def is_open(self) -> bool:
        """Whether there is a partial file, in which bytes arrive."""
        return self._partial is not None

    @property
    def over(self) -> bool:
        """Whether the file has ended, well or not."""
        return self._over

    def release(self) -> None:
        """One holder is done with the file."""
        with self._changed:
            self._holders -= 1
            if self._holders == 0:
                self.close()

    def close(self) -> None:
        """Let the partial file go; what has come stays in it, and without that it goes."""
        if self._partial is not None:
            if not self._over and not self._prefix.any:
                with suppress(NodeError):
                    self._partial.discard()
            self._partial.close()
            self._partial = None

    def write(self, data: memoryview, offset: int) -> None:
        """Store what arrived; a failure ends the file, not the connection."""
        if self._over or self._partial is None:
            return
        try:
            self._partial.write(data, offset)
        except NodeError as error:
            self.fail(error)

    def copy(self, reader: Reader, offset: int, length: int, buffer: memoryview) -> None:
        """Take bytes from a file of this node; a failure ends the file."""
        if self._over or self._partial is None:
            return
        try:
            copy_range(reader, self._partial, offset, length, buffer)
        except NodeError as error:
            self.fail(error, discard=error.code == "FILE_SIZE_CHANGED")

    @property
    def read_back(self) -> bool:
        """Whether ranges are read again from the storage."""
        return self._read_back

    def _check_stored(self, offset: int, length: int, digest: str, buffer: memoryview) -> None:
        """:raises NodeError: ``VERIFY_CHECKSUM``: the storage does not hold what came"""
        partial = self._partial
        if partial is None:
            return
        partial.settle(offset, length)
        stored = xxhash.xxh3_128()
        for at in range(offset, offset + length, CHUNK):
            data = buffer[: min(CHUNK, offset + length - at)]
            partial.read_into(data, at)
            stored.update(data)
        if stored.hexdigest() != digest:
            raise NodeError(
                "VERIFY_CHECKSUM",
                "The storage does not hold what was written to it; the range is dropped.",
            )

    def range_arrived(self, offset: int, length: int, digest: str, buffer: memoryview) -> None:
        """A range is stored; read again where that is asked for.

        :param digest: its xxh3, which only a storage that is read back needs
        :param buffer: room for a chunk
        """
        if self._read_back:
            try:
                self._check_stored(offset, length, digest, buffer)
            except NodeError as error:
                self.fail(error)
                return
        with self._changed:
            if self._over:
                return
            self._prefix.add(offset, length)
            self._remaining -= length or 1
            self._changed.notify_all()
            if length:
                self._assignment.post({"unit": self.unit.unit, "range": [offset, length]})
            if not self._hashed:
                self.finish_if_complete()

    def finish_if_complete(self, checksum: str | None = None) -> None:
        """Give the file its name if every byte is here."""
        with self._changed:
            if self._over or self._remaining or self._partial is None:
                return
            try:
                self._commit(self._partial)
            except NodeError as error:
                self.fail(error)
                return
            done = {"finished": True, "files": 1, "bytes": self.unit.size}
            self._end({**done, "checksum": checksum})

    def _commit(self, partial: Partial) -> None:
        unit, keep_time = self.unit, self._assignment.options.preserve_timestamp
        partial.commit(
            size=unit.size, mode=unit.mode, mtime_ns=unit.mtime_ns if keep_time else None
        )

    def fail(self, error: NodeError, *, discard: bool = False) -> None:
        """End the file with a fault.

        :param discard: forget what has come; else it stays for a later attempt
        """
        with self._changed:
            useless = discard or not self._prefix.any
            if useless and not self._over and self._partial is not None:
                self._partial.discard()
                if self._prefix.any:
                    self._tell_loss()
            self._end({"fault": error.document(self.unit.path)})

    def conclude(self, algorithm: str, theirs: str, ours: str) -> None:
        """End the file by what its two digests say."""
        try:
            if theirs != ours:
                raise _different(algorithm)
            check_expected(algorithm, ours, self.unit.expected)
        except NodeError as error:
            self.fail(error, discard=True)
        else:
            self.finish_if_complete(ours)

    def _end(self, line: dict[str, Any]) -> None:
        with self._changed:
            if not self._over:
                self._over = True
                self._changed.notify_all()
                self._assignment.post({"unit": self.unit.unit, **line})

    def hash_along(self, digest: Hasher, buffer: memoryview) -> bool:
        """Hash the file from its beginning as it arrives; False if it never does.

        Bytes that an earlier attempt fetched are read again, which is what makes them trusted.
        """
        reached = 0
        while reached < self.unit.size:
            available = self._wait_beyond(reached)
            if self._over or available <= reached:
                return False
            reached = self._hash_up_to(available, reached, digest, buffer)
        return self._wait_complete()

    def _hash_up_to(self, end: int, reached: int, digest: Hasher, buffer: memoryview) -> int:
        for offset in range(reached, end, CHUNK):
            data = buffer[: min(CHUNK, end - offset)]
            if self._partial is not None:
                self._partial.read_into(data, offset)
            digest.update(data)
        return end

    def _wait_complete(self) -> bool:
        with self._changed:
            self._changed.wait_for(
                lambda: not self._remaining or self._over or self._assignment.ended()
            )
            return not self._remaining and not self._over

    def _wait_beyond(self, reached: int) -> int:
        with self._changed:
            self._changed.wait_for(
                lambda: self._prefix.length > reached or self._over or self._assignment.ended()
            )
            return self._prefix.length

    def wake(self) -> None:
        """Have :meth:`hash_along` look whether the pull has ended."""
        with self._changed:
            self._changed.notify_all()


def _different(algorithm: str) -> NodeError:
    return NodeError(
        "VERIFY_CHECKSUM", f"The {algorithm} of the copy is not that of the source; it was dropped."
    )
