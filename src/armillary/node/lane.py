"""Lanes: the connections of a pull to its source, each with a thread of its own."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Protocol

from armillary.datalink.frames import MAX_PACK, FrameError, Header, Kind
from armillary.datalink.messages import Credential, Message, encode
from armillary.datalink.ticket import Ticket
from armillary.node.channel import Channel
from armillary.node.connectors.base import Storage
from armillary.node.errors import NodeError
from armillary.node.jobs import PATIENCE, Job, refusal
from armillary.node.pace import LEAST_WINDOW, Ranges, Window
from armillary.node.tickets import Gate

_log = logging.getLogger(__name__)

Connect = Callable[[], Channel]
"""Dials the source."""


_ROOM = 64 * 1024
"""Bytes of requests that surely fit into the socket's buffers while the source still writes an
answer: more might wait for the source to read, which waits for us to read."""


class Owner(Protocol):
    """The pull that a lane belongs to."""

    gate: Gate
    ticket: Ticket
    read_ticket: str

    def ended(self) -> bool: ...

    def broke(self, error: NodeError) -> None: ...

    def wait_for_room(self) -> None: ...


class ConnectedLane:
    """A connection to the source under a ticket. Use :meth:`run` as a thread's target."""

    channel: Channel

    def __init__(self, owner: Owner, connect: Connect) -> None:
        self._owner = owner
        self._connect = connect
        self._opened: Channel | None = None
        self._read_ticket = ""
        self.patience = PATIENCE
        self._asked = 0
        self._taking = 0
        self._arrived: float | None = None
        self.away = 0.0

    def run(self) -> None:
        """Do the lane's work; failures of the connection end the pull."""
        try:
            self.channel = self._opened = self._connect()
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
        """The next header of the answer that is being taken.

        :raises NodeError: ``TIMEOUT``: the source only goes on saying that it lives
        """
        began = time.monotonic()
        while True:
            header = self.channel.receive_header()
            self._owner.gate.check_peer(self.channel.peer_urn)
            if header.request != self._taking & 0xFFFF:
                raise FrameError("an answer out of order")
            if header.kind is not Kind.ALIVE:
                self._arrived = self._arrived or time.monotonic()
                return header
            if time.monotonic() - began > self.patience:
                raise NodeError("TIMEOUT", "The source node lives but does not answer.")

    def _ask(self, kind: Kind, message: Message) -> None:
        self._send(kind, encode(message))

    def _send(self, kind: Kind, body: bytes) -> None:
        if self._owner.ended():
            raise NodeError("CONNECTION_BROKEN", "The pull has ended.")
        self._owner.gate.check_current(self._owner.ticket)
        self._owner.gate.check_peer(self.channel.peer_urn)
        self.channel.send_frame(kind, self._asked, body)
        self._asked += 1

    def _taken(self) -> None:
        self._taking += 1
        self.patience = PATIENCE

    @property
    def _ticket_is_old(self) -> bool:
        return self._read_ticket != self._owner.read_ticket

    def _present_ticket(self) -> None:
        """Show the source the newest ticket; nothing else may be under way."""
        kind = Kind.RENEW if self._read_ticket else Kind.HELLO
        self._read_ticket = self._owner.read_ticket
        asked = time.monotonic()
        self._ask(kind, Credential(self._read_ticket))
        header = self.header()
        self.away = time.monotonic() - asked
        if header.kind is Kind.FAULT:
            raise refusal(self.channel, header)
        if header.kind is not Kind.READY:
            raise FrameError(f"{header.kind.name} does not answer a ticket")
        self._taken()


class FetchLane(ConnectedLane):
    """Asks for what its jobs want, the next one while an answer arrives.

    :param jobs: None among them means that no more should begin just now
    :param ranges: learns how fast answers come
    """

    storage: Storage

    def __init__(
        self, owner: Owner, connect: Connect, jobs: Iterator[Job | None], ranges: Ranges
    ) -> None:
        super().__init__(owner, connect)
        self._jobs = jobs
        self._window: deque[tuple[Job, int]] = deque()
        self.buffer = memoryview(bytearray(MAX_PACK))
        self.received = 0
        self._pace = Window()
        self._ranges = ranges

    def _work(self) -> None:
        with self._owner.gate.storage(self._owner.ticket) as self.storage:
            for job in self._jobs:
                if job is None:
                    self._pause()
                else:
                    self._begin(job)
            self._drain()

    def pace(self, size: int, files: int = 0) -> None:
        owner = self._owner
        owner.gate.throttle(owner.ticket).take("in", size, files, lambda: not owner.ended())

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
        kind, message = job.request()
        body = encode(message)
        while len(self._window) >= LEAST_WINDOW and self._under_way + len(body) > _ROOM:
            self._take()
        self._send(kind, body)
        self._window.append((job, len(body)))
        while len(self._window) >= self._pace.size:
            self._take()

    @property
    def _under_way(self) -> int:
        """Bytes of the requests whose answers have not ended."""
        return sum(size for _, size in self._window)

    def _drain(self) -> None:
        while self._window:
            self._take()

    def _take(self) -> None:
        began, before, self._arrived = time.monotonic(), self.received, None
        job, _ = self._window.popleft()
        job.receive(self)
        self._taken()
        seconds = time.monotonic() - began
        self._pace.taken(waited=(self._arrived or began) - began, seconds=seconds)
        self._ranges.taken(self.received - before, seconds)
