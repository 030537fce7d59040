"""How a pull reaches its source: by connections, or not at all where the source is this node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from armillary.datalink.destination import RANGE
from armillary.node.digest_lane import DigestLane
from armillary.node.digest_queue import DigestQueue
from armillary.node.jobs import Job
from armillary.node.lane import Connect, FetchLane, Owner
from armillary.node.local_lane import CopyingLane, LocalDigestLane, LocalSource
from armillary.node.pace import Ranges


class Lane(Protocol):
    """A thread's worth of a pull's work."""

    def run(self) -> None:
        """Do the work; use it as a thread's target."""
        ...

    def abort(self) -> None:
        """Have it end soon, from any thread."""
        ...


class Fetching(Lane, Protocol):
    """A lane that brings bytes in.

    :param received: bytes so far
    :param away: seconds that the source took to answer a greeting; 0 where there is no way to go
    """

    received: int
    away: float


class Route(Protocol):
    """Makes the lanes of a pull.

    :param ranges: how long the ranges of big files are
    """

    ranges: Ranges

    def fetching(self, owner: Owner, jobs: Iterator[Job | None]) -> Fetching:
        """A lane that does jobs; None among them means that no more should begin just now."""
        ...

    def comparing(self, owner: Owner, files: DigestQueue, algorithm: str) -> Lane:
        """A lane that compares whole files."""
        ...


class RemoteRoute:
    """To another node."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self.ranges = Ranges()

    def fetching(self, owner: Owner, jobs: Iterator[Job | None]) -> Fetching:
        return FetchLane(owner, self._connect, jobs, self.ranges)

    def comparing(self, owner: Owner, files: DigestQueue, algorithm: str) -> Lane:
        return DigestLane(owner, self._connect, files, algorithm)


class LocalRoute:
    """To this node itself.

    :param fingerprint: of its own certificate, for which its read tickets must be
    """

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        # Nothing travels, so that a lost range costs little.
        self.ranges = Ranges(4 * RANGE, 4 * RANGE)

    def fetching(self, owner: Owner, jobs: Iterator[Job | None]) -> Fetching:
        return CopyingLane(owner, LocalSource(owner, self._fingerprint), jobs)

    def comparing(self, owner: Owner, files: DigestQueue, algorithm: str) -> Lane:
        return LocalDigestLane(owner, LocalSource(owner, self._fingerprint), files, algorithm)
