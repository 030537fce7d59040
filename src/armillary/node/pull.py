"""A pull: fetch units of work from a source node into this one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence

from armillary.datalink.ticket import Ticket
from armillary.datalink.units import (
    BatchUnit,
    DirectoryUnit,
    FileUnit,
    Options,
    RemoveUnit,
    SymlinkUnit,
    Unit,
)
from armillary.node.connectors.base import Storage
from armillary.node.digest_queue import DigestQueue
from armillary.node.discard import tag_of
from armillary.node.errors import NodeError
from armillary.node.incoming_batch import IncomingBatch
from armillary.node.incoming_file import IncomingFile
from armillary.node.jobs import Job, Post
from armillary.node.local_units import make_directories, make_links, remove_extra
from armillary.node.pace import Lanes
from armillary.node.route import Fetching, Lane, Route
from armillary.node.tickets import Gate, rooted

_log = logging.getLogger(__name__)
_FILE_LANES = 2
_JUDGED_EVERY = 1.0  # seconds


class Pull:
    """Units to fetch under one pair of tickets. :meth:`run` blocks; the rest is for any thread.

    What is in the way goes first, then directories come, links and what else is to go last;
    between them batches travel on one lane and big files on two.

    :param ticket: the checked ``write`` ticket
    :param read_ticket: the ``read`` ticket, as the source will see it
    :param route: how the source is reached
    :param post: takes the progress lines
    """

    def __init__(
        self,
        *,
        ticket: Ticket,
        read_ticket: str,
        units: Sequence[Unit],
        options: Options,
        gate: Gate,
        route: Route,
        post: Post,
    ) -> None:
        self.ticket = ticket
        self.read_ticket = read_ticket
        self.options = options
        self.gate = gate
        self.post = post
        self.tag = tag_of(ticket)
        self._units = units
        self._stopped = threading.Event()
        self._broken: NodeError | None = None
        self._lock = threading.Lock()
        self._route = route
        self._lanes: list[Lane] = []
        self._fetching: list[Fetching] = []
        self._digests = DigestQueue(self.ended) if options.whole_file_hash else None
        self._incoming: dict[int, IncomingFile | IncomingBatch] = {}

    def run(self) -> None:
        """Fetch everything that can be had; the last line posted is the end."""
        try:
            with self.gate.storage(self.ticket) as storage:
                self._remove(storage, first=True)
                self._make_directories(storage)
                self._fetch(storage)
                self._make_links(storage)
                self._remove(storage, first=False)
        except NodeError as error:
            self.broke(error)
        except Exception:
            _log.exception("a pull failed")
            self.broke(NodeError("INTERNAL_ERROR", "The node failed; its log says more."))
        finally:
            self._conclude()

    def stop(self) -> None:
        """End soon: connections are cut, what has arrived is kept."""
        self._stopped.set()
        self._cut()

    def renew(self, ticket: Ticket, read_ticket: str) -> None:
        """Go on under a fresh pair of tickets."""
        self.ticket, self.read_ticket = ticket, read_ticket

    def ended(self) -> bool:
        """Whether no more work should begin."""
        return self._stopped.is_set() or self._broken is not None

    def broke(self, error: NodeError) -> None:
        """A connection failed and with it the pull; of several causes the first is told."""
        with self._lock:
            self._broken = self._broken or error
        self._cut()

    def wait_for_room(self) -> None:
        """Return when more files may begin."""
        if self._digests:
            self._digests.wait_for_room()

    @property
    def received(self) -> int:
        """Bytes that have come in so far."""
        with self._lock:
            return sum(lane.received for lane in self._fetching)

    def path(self, root: int, path: str) -> str:
        """Where something named by a unit belongs, relative to the collection's root."""
        return rooted(self.ticket, root, path)

    def _cut(self) -> None:
        with self._lock:
            lanes, incoming = list(self._lanes), list(self._incoming.values())
        for lane in lanes:
            lane.abort()
        for file in incoming:
            if isinstance(file, IncomingFile):
                file.wake()

    def _fetch(self, storage: Storage) -> None:
        batches = [unit for unit in self._units if isinstance(unit, BatchUnit)]
        files = [unit for unit in self._units if isinstance(unit, FileUnit)]
        ranges = _Shared(self._range_jobs(files, storage))
        if batches or files:
            self._add_fetching(self._first_lane(batches, ranges))
        if files:
            for _ in range(_FILE_LANES - 1):
                self._add_fetching(ranges)
            self._add_comparing()
        self._run_all(ranges if files else None)

    def _add_fetching(self, jobs: Iterator[Job | None]) -> Lane:
        lane = self._route.fetching(self, jobs)
        with self._lock:
            self._lanes.append(lane)
            self._fetching.append(lane)
        return lane

    def _add_comparing(self) -> None:
        algorithm = self.options.whole_file_hash
        if algorithm and self._digests:
            lane = self._route.comparing(self, self._digests, algorithm)
            with self._lock:
                self._lanes.append(lane)

    def _run_all(self, ranges: Iterator[Job | None] | None) -> None:
        """Work on all lanes until nothing is left.

        :param ranges: what more lanes than these can do, where that is faster
        """
        running = [_started(lane) for lane in self._lanes]
        lanes, before, since = Lanes(len(self._fetching)), 0, time.monotonic()
        while running:
            running[0].join(_JUDGED_EVERY)
            running = [thread for thread in running if thread.is_alive()]
            seconds = time.monotonic() - since
            if ranges is None or self.ended() or seconds < _JUDGED_EVERY:
                continue
            rate, before, since = (self.received - before) / seconds, self.received, since + seconds
            away = max(lane.away for lane in self._fetching)
            if running and lanes.one_more(rate=rate, away=away):
                running.append(_started(self._add_fetching(ranges)))

    def _first_lane(
        self, batches: Iterable[BatchUnit], ranges: Iterator[Job | None]
    ) -> Iterator[Job | None]:
        for unit in batches:
            batch = IncomingBatch(unit, self)
            self._begins(batch)
            yield from batch.jobs()
        yield from ranges

    def _range_jobs(self, units: Iterable[FileUnit], storage: Storage) -> Iterator[Job | None]:
        for unit in units:
            while self._digests and self._digests.is_behind:
                yield None
            file = IncomingFile(unit, self)
            self._begins(file)
            jobs = file.begin(storage, self._piece)
            if file.over:
                continue
            if file.is_open:
                self._take_care_of(file)
            yield from jobs
        if self._digests:
            self._digests.no_more()

    def _piece(self) -> int:
        """Bytes of the next range: what the way to the source makes sensible, and limits allow."""
        return self.gate.throttle(self.ticket).piece(self._route.ranges.size)

    def _take_care_of(self, file: IncomingFile) -> None:
        """Have the file's digest made, or see whether nothing of it is missing."""
        if self._digests:
            self._digests.add(file)
        else:
            file.finish_if_complete()
            file.release()

    def _begins(self, incoming: IncomingFile | IncomingBatch) -> None:
        with self._lock:
            self._incoming[incoming.unit.unit] = incoming

    def _conclude(self) -> None:
        if self._broken and not self._stopped.is_set():
            self._tell_break(self._broken)
        for incoming in self._incoming.values():
            if isinstance(incoming, IncomingFile):
                incoming.close()
        self.post({"end": "stopped" if self._stopped.is_set() else "done"})

    def _tell_break(self, error: NodeError) -> None:
        for unit in self._units:
            if incoming := self._incoming.get(unit.unit):
                incoming.fail(error)
            elif isinstance(unit, BatchUnit | FileUnit):
                self.post({"unit": unit.unit, "fault": error.document()})

    def _remove(self, storage: Storage, *, first: bool) -> None:
        for unit in self._units:
            if isinstance(unit, RemoveUnit) and unit.first is first and not self.ended():
                remove_extra(unit, self, storage)

    def _make_directories(self, storage: Storage) -> None:
        for unit in self._units:
            if isinstance(unit, DirectoryUnit) and not self.ended():
                make_directories(unit, self, storage)

    def _make_links(self, storage: Storage) -> None:
        for unit in self._units:
            if isinstance(unit, SymlinkUnit) and not self.ended():
                make_links(unit, self, storage)


def _started(lane: Lane) -> threading.Thread:
    thread = threading.Thread(target=lane.run, name="lane")
    thread.start()
    return thread


class _Shared(Iterator[Job | None]):
    """One generator for several threads."""

    def __init__(self, jobs: Iterator[Job | None]) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()

    def __next__(self) -> Job | None:
        with self._lock:
            return next(self._jobs)
