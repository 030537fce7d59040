"""What lanes, jobs and pulls know of each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from armillary.datalink import messages
from armillary.datalink.frames import Header, Kind
from armillary.datalink.messages import Refusal
from armillary.datalink.units import Options
from armillary.node.channel import Channel
from armillary.node.connectors.base import Reader, Snapshot, Storage
from armillary.node.errors import NodeError

PATIENCE = 600.0
"""Seconds for which a source may say that it lives before it must say something else."""

_SLOWEST = 1_000_000
"""Bytes a second that a source hashes at least."""


def patience_for(size: int) -> float:
    """How long a source may take for the digest of a file of so many bytes."""
    return PATIENCE + size / _SLOWEST


Post = Callable[[dict[str, Any]], None]
"""Takes a progress line on its way to the worker, from any thread."""


class Lane(Protocol):
    """What a job needs of the connection that it is done on.

    :param storage: the destination, opened for this lane's thread
    :param buffer: room for the largest frame
    :param received: bytes that came so far
    :param patience: seconds for which the source may go on saying that it lives
    """

    channel: Channel
    storage: Storage
    buffer: memoryview
    received: int
    patience: float

    def header(self) -> Header:
        """The header of the next frame of the answer that is being taken."""
        ...

    def pace(self, size: int, files: int = 0) -> None:
        """Wait until so many bytes and files may come in; returns early when the pull ends."""
        ...


class CopyLane(Protocol):
    """What a job needs where the source is this node itself.

    :param storage: the destination, opened for this lane's thread
    :param buffer: room for a chunk
    :param received: bytes copied so far
    """

    storage: Storage
    buffer: memoryview
    received: int

    def open_source(self, root: int, path: str, snapshot: Snapshot) -> Reader:
        """A file of the source, which its ticket must name."""
        ...

    def read_source(self, root: int, path: str, snapshot: Snapshot) -> bytes:
        """A small file of the source."""
        ...

    def pace(self, size: int, files: int = 0) -> None:
        """Wait until so much may go out and come in; returns early when the pull ends."""
        ...

    def ended(self) -> bool:
        """Whether to go no further."""
        ...


class Job(Protocol):
    """One request and what becomes of its answer; or the same done on this node."""

    def request(self) -> tuple[Kind, messages.Message]:
        """The frame to send."""
        ...

    def receive(self, lane: Lane) -> None:
        """Take the answer, to its last frame.

        :raises NodeError: the connection failed; what fails otherwise is told to the worker
        :raises FrameError: the source does not speak the protocol
        """
        ...

    def copy(self, lane: CopyLane) -> None:
        """Do the same from a source on this node; what fails is told to the worker."""
        ...


class Assignment(Protocol):
    """What the units of a pull share.

    :param tag: marks the task's partial files
    """

    options: Options
    tag: str
    post: Post

    def path(self, root: int, path: str) -> str:
        """Where something named by a unit belongs, relative to the collection's root."""
        ...

    def ended(self) -> bool:
        """Whether no more work should begin."""
        ...


def refusal(channel: Channel, header: Header) -> NodeError:
    """The error in a ``FAULT`` frame."""
    said = messages.decode(Refusal, channel.receive_body(header))
    return from_source(NodeError.from_document(vars(said)))


def from_source(error: NodeError) -> NodeError:
    """An error that the source told."""
    error.at_source = True
    return error


def corrupted() -> NodeError:
    """What arrived is not what was read."""
    return NodeError(
        "VERIFY_CHECKSUM", "The data that arrived is not what the source read; it was dropped."
    )


def check_expected(algorithm: str, found: str, expected: str | None) -> None:
    """Compare a file's digest with the one that the submission named.

    :raises NodeError: ``EXTERNAL_CHECKSUM_MISMATCH``
    """
    if expected is not None and found != expected.lower():
        raise NodeError(
            "EXTERNAL_CHECKSUM_MISMATCH",
            f"The file's {algorithm} is {found}, not {expected} as the submission says; "
            "it was not put in place.",
        )
