"""Lanes: the connections of a pull to its source, each with a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Protocol

from armillary.datalink.frames import CHUNK, MAX_PACK, FrameError, Header, Kind
from armillary.datalink.messages import Credential, Done, Message, ReadDigest, decode, encode
from armillary.datalink.ticket import Ticket
from armillary.node.channel import Channel
from armillary.node.connectors.base import Storage
from armillary.node.errors import NodeError
from armillary.node.hashing import Hasher, hasher
from armillary.node.incoming_file import IncomingFile
from armillary.node.jobs import Job, check_expected, refusal
from armillary.node.tickets import Gate

_log = logging.getLogger(__name__)

_WINDOW = 2
"""Requests under way on a lane: while one answer arrives the source prepares the next."""

_FILES_AHEAD = 8
"""Files that may wait for their digest; each holds a descriptor."""


class Owner(Protocol):
    """The pull that a lane belongs to."""

    gate: Gate
    ticket: Ticket
    read_ticket: str
    connect: Callable[[], Channel]

    def ended(self) -> bool: ...

    def broke(self, error: NodeError) -> None: ...

    def wait_for_room(self) -> None: ...


class _Lane:
    """A connection to the source under a ticket. Use :meth:`run` as a thread's target."""

    channel: Channel

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._opened: Channel | None = None
        self._read_ticket = ""
        self._asked = 0
        self._taking = 0

    def run(self) -> None:
        """Do the lane's work; failures of the connection end the pull."""
        try:
            self.channel = self._opened = self._owner.connect()
            self._work()
        except NodeError as error:
            self._owner.broke(error)
        except FrameError as error:
            self._owner.broke(NodeError("ENDPOINT_ERROR", f"The source node erred: {error}."))
        except Exception:
            _log.exception("a lane failed")
            self._owner.broke(NodeError("INTERNAL_ERROR", "The node failed; its log says more."))
        finally:
            if self._opened:
                self._opened.close()

    def _work(self) -> None:
        raise NotImplementedError

    def abort(self) -> None:
        """Cut the connection, from any thread."""
        if self._opened:
            self._opened.abort()

    def header(self) -> Header:
        """The next header of the answer that is being taken."""
        while True:
            header = self.channel.receive_header()
            if header.request != self._taking & 0xFFFF:
                raise FrameError("an answer out of order")
            if header.kind is not Kind.ALIVE:
                return header

    def _ask(self, kind: Kind, message: Message) -> None:
        if self._owner.ended():
            raise NodeError("CONNECTION_BROKEN", "The pull has ended.")
        self._owner.gate.check_current(self._owner.ticket)
        self.channel.send_frame(kind, self._asked, encode(message))
        self._asked += 1

    def _taken(self) -> None:
        self._taking += 1

    @property
    def _ticket_is_old(self) -> bool:
        return self._read_ticket != self._owner.read_ticket

    def _present_ticket(self) -> None:
        """Show the source the newest ticket; nothing else may be under way."""
        kind = Kind.RENEW if self._read_ticket else Kind.HELLO
        self._read_ticket = self._owner.read_ticket
        self._ask(kind, Credential(self._read_ticket))
        header = self.header()
        if header.kind is Kind.FAULT:
            raise refusal(self.channel, header)
        if header.kind is not Kind.READY:
            raise FrameError(f"{header.kind.name} does not answer a ticket")
        self._taken()


class FetchLane(_Lane):
    """Asks for what its jobs want, the next one while an answer arrives.

    :param jobs: None among them means that no more should begin just now
    """

    storage: Storage

    def __init__(self, owner: Owner, jobs: Iterator[Job | None]) -> None:
        super().__init__(owner)
        self._jobs = jobs
        self._window: deque[Job] = deque()
        self.buffer = memoryview(bytearray(MAX_PACK))
        self.received = 0

    def _work(self) -> None:
        with self._owner.gate.storage(self._owner.ticket) as self.storage:
            for job in self._jobs:
                if job is None:
                    self._pause()
                else:
                    self._begin(job)
            self._drain()

    def _pause(self) -> None:
        # what is under way here may be what others wait for, so it is taken first
        if self._window:
            self._take()
        else:
            self._owner.wait_for_room()

    def _begin(self, job: Job) -> None:
        if self._ticket_is_old:
            self._drain()
            self._present_ticket()
        self._ask(*job.request())
        self._window.append(job)
        if len(self._window) == _WINDOW:
            self._take()

    def _drain(self) -> None:
        while self._window:
            self._take()

    def _take(self) -> None:
        self._window.popleft().receive(self)
        self._taken()


class DigestLane(_Lane):
    """Compares whole files: asks the source for its digest and makes the same one here.

    Ranges arrive in any order, a digest needs the bytes in order: so it follows the part that is
    complete from the beginning, a little behind the lanes that fetch.

    :param algorithm: name of the hash
    """

    def __init__(self, owner: Owner, algorithm: str) -> None:
        super().__init__(owner)
        self._algorithm = algorithm
        self._files: deque[IncomingFile] = deque()
        self._all_known = False
        self._changed = threading.Condition()
        self._buffer = memoryview(bytearray(CHUNK))

    def add(self, file: IncomingFile) -> None:
        """Have a file compared."""
        with self._changed:
            self._files.append(file)
            self._changed.notify_all()

    @property
    def is_behind(self) -> bool:
        """Whether so many files wait that no other should begin."""
        return len(self._files) >= _FILES_AHEAD and not self._owner.ended()

    def wait_for_room(self) -> None:
        """Return once it is not behind."""
        with self._changed:
            self._changed.wait_for(lambda: not self.is_behind)

    def no_more(self) -> None:
        """There is nothing to be added."""
        with self._changed:
            self._all_known = True
            self._changed.notify_all()

    def abort(self) -> None:
        super().abort()
        with self._changed:
            self._changed.notify_all()

    def _next(self) -> IncomingFile | None:
        with self._changed:
            self._changed.wait_for(lambda: self._files or self._all_known or self._owner.ended())
            if self._owner.ended() or not self._files:
                return None
            file = self._files.popleft()
            self._changed.notify_all()
            return file

    def _work(self) -> None:
        while file := self._next():
            if self._ticket_is_old:
                self._present_ticket()
            self._compare(file)
            file.release()

    def _compare(self, file: IncomingFile) -> None:
        unit = file.unit
        wanted = ReadDigest(unit.root, unit.path, unit.size, unit.mtime_ns, self._algorithm)
        self._ask(Kind.READ_DIGEST, wanted)
        ours = hasher(self._algorithm)()
        complete = self._hash(file, ours)
        header = self.header()
        if header.kind is Kind.FAULT:
            file.fail(refusal(self.channel, header))
        elif header.kind is Kind.DONE:
            theirs = decode(Done, self.channel.receive_body(header)).digest
            if complete:
                self._conclude(file, theirs, ours.hexdigest())
        else:
            raise FrameError(f"{header.kind.name} does not answer a digest request")
        self._taken()

    def _hash(self, file: IncomingFile, digest: Hasher) -> bool:
        try:
            return file.hash_along(digest, self._buffer)
        except NodeError as error:
            file.fail(error)
            return False

    def _conclude(self, file: IncomingFile, theirs: str, ours: str) -> None:
        try:
            if theirs != ours:
                raise _different(self._algorithm)
            check_expected(self._algorithm, ours, file.unit.expected)
        except NodeError as error:
            file.fail(error, discard=True)
        else:
            file.finish_if_complete(ours)


def _different(algorithm: str) -> NodeError:
    return NodeError(
        "VERIFY_CHECKSUM", f"The {algorithm} of the copy is not that of the source; it was dropped."
    )
