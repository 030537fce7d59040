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


class Lane(Protocol):
    """A thread's worth of a pull's work."""

    def run(self) -> None:
        """Do the work; use it as a thread's target."""
        ...

    def abort(self) -> None:
        """Have it end soon, from any thread."""
        ...


class Fetching(Lane, Protocol):
    """A lane that brings bytes in."""

    received: int


class Route(Protocol):
    """Makes the lanes of a pull.

    :param piece: bytes of a range of a big file
    """

    piece: int

    def fetching(self, owner: Owner, jobs: Iterator[Job | None]) -> Fetching:
        """A lane that does jobs; None among them means that no more should begin just now."""
        ...

    def comparing(self, owner: Owner, files: DigestQueue, algorithm: str) -> Lane:
        """A lane that compares whole files."""
        ...


class RemoteRoute:
    """To another node."""

    piece = RANGE

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def fetching(self, owner: Owner, jobs: Iterator[Job | None]) -> Fetching:
        return FetchLane(owner, self._connect, jobs)

    def comparing(self, owner: Owner, files: DigestQueue, algorithm: str) -> Lane:
        return DigestLane(owner, self._connect, files, algorithm)


class LocalRoute:
    """To this node itself.

    :param fingerprint: of its own certificate, for which its read tickets must be
    """

    piece = 4 * RANGE  # nothing travels, so that a lost range costs little

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint

    def fetching(self, owner: Owner, jobs: Iterator[Job | None]) -> Fetching:
        return CopyingLane(owner, LocalSource(owner, self._fingerprint), jobs)

    def comparing(self, owner: Owner, files: DigestQueue, algorithm: str) -> Lane:
        return LocalDigestLane(owner, LocalSource(owner, self._fingerprint), files, algorithm)
