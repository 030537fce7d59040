"""What each fault means for a task, in one table. Pure.

``PERMANENT`` ends the task at once (or skips the item where that was asked for), ``TRANSIENT`` is
tried again until the deadline, ``NEEDS_USER`` makes the task INACTIVE until its owner has done
something. A test holds the table to every code that a node can report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum

from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.paths import shown


class FaultClass(Enum):
    """Whether trying again can help, and whether by itself."""

    PERMANENT = "permanent"
    TRANSIENT = "transient"
    NEEDS_USER = "needs user"


_P, _T, _U = FaultClass.PERMANENT, FaultClass.TRANSIENT, FaultClass.NEEDS_USER

# code -> (class, what a person can do)
FAULTS: dict[str, tuple[FaultClass, str]] = {
    # what is at a path
    "FILE_NOT_FOUND": (_P, "Check the path and submit again."),
    "PERMISSION_DENIED": (_P, "Ask whoever runs the storage for access to this path."),
    "IS_A_DIRECTORY": (_P, "Submit the item with recursive set to transfer a directory."),
    "NOT_A_DIRECTORY": (_P, "Submit the item without recursive to transfer a single file."),
    "IS_A_FILE": (_P, "A file is in the way at the destination; move it or choose another path."),
    "NOT_A_FILE": (_P, "Only files and directories can be transferred."),
    "NOT_A_SYMLINK": (_P, "Submit a transfer_item to transfer a file or directory."),
    "INVALID_PATH_NAME": (_P, "Choose a path that the storage accepts."),
    "EXISTS": (_P, "Something is in the way at the destination; choose another path."),
    "INVALID_SYMLINK": (_P, "Remove the link, or make what it leads to."),
    "AMBIGUOUS_PATH": (_P, "Rename one of the things that have this path."),
    # what a file holds
    "EXTERNAL_CHECKSUM_MISMATCH": (_P, "Find out which of file and checksum is wrong."),
    "FILE_SIZE_CHANGED": (_T, "The source changed while it was read; it is read again."),
    "VERIFY_CHECKSUM": (_T, "The bytes arrived damaged; they are sent again."),
    # room
    "NO_SPACE_LEFT": (_T, "Make room at the destination; the task goes on by itself."),
    "QUOTA_EXCEEDED": (_T, "Make room in the quota; the task goes on by itself."),
    "LIMIT_EXCEEDED": (_T, "The storage limits what is done at once; it is asked again."),
    # the way to the storage
    "CONNECT_FAILED": (_T, "The storage node is not reachable; the task goes on when it is."),
    "CONNECTION_BROKEN": (_T, "The connection broke; the task goes on with what is missing."),
    "CONNECTION_RESET": (_T, "The connection broke; the task goes on with what is missing."),
    "TIMEOUT": (_T, "The storage did not answer in time; it is asked again."),
    "ENDPOINT_ERROR": (_T, "The storage failed; it is asked again."),
    "ENDPOINT_TOO_BUSY": (_T, "The storage is busy; it is asked again."),
    "GC_NOT_CONNECTED": (_T, "Start the collection's storage node; the task goes on when it runs."),
    "NO_PHYSICALS": (_T, "No storage node serves the collection; start one."),
    "AUTH": (_T, "A storage node refused the ticket; a new one is made."),
    "CLOCK": (_T, "Set the clocks of the hosts; the task goes on by itself."),
    "INTERNAL_ERROR": (_T, "The service failed; the task is taken up again."),
    "SERVICE_UNAVAILABLE": (_T, "The task goes on by itself."),
    # what the storage can't do, or was never asked in this way
    "NOT_SUPPORTED": (_P, "Update the storage nodes, or submit without the option."),
    "BAD_REQUEST": (_P, "Update the storage nodes: they are older than the service."),
    "ENDPOINT_DELETED": (_P, "Submit again with a collection that exists."),
    "ACL_CHANGED": (_P, "Ask the collection's owner for access and submit again."),
    # what only the owner can do
    "CONSENT_REQUIRED": (_U, "Log in again with the scopes named; the task then goes on."),
    "SESSION_REQUIRED": (_U, "Log in again as named; then resume the task."),
    "NO_CREDENTIALS": (_U, "Give the collection a credential; then resume the task."),
    "INVALID_SERVICE_CREDENTIAL": (_U, "Renew the collection's credential; then resume the task."),
}

SKIPPABLE = frozenset({"FILE_NOT_FOUND", "PERMISSION_DENIED", "INVALID_SYMLINK"})
QUOTA = frozenset({"QUOTA_EXCEEDED", "NO_SPACE_LEFT"})
"""What ends a task at once where it was submitted with ``fail_on_quota_errors``."""


def skippable(fault: NodeFault) -> bool:
    """Whether ``skip_source_errors`` covers a fault of the source."""
    return fault.code in SKIPPABLE


def classify(fault: NodeFault, fatal: Collection[str] = ()) -> FaultClass:
    """The class of a fault; for a code that is not in the table, what the node says.

    :param fatal: codes that the task takes for permanent, whatever the table says
    """
    if fault.code in fatal:
        return FaultClass.PERMANENT
    if fault.code in FAULTS:
        return FAULTS[fault.code][0]
    return FaultClass.TRANSIENT if fault.transient else FaultClass.PERMANENT


def sentence(fault: NodeFault) -> str:
    """What happened, where, and what to do."""
    where = f" Path: {fault.path}." if fault.path and fault.path not in fault.message else ""
    advice = FAULTS[fault.code][1] if fault.code in FAULTS else ""
    return shown(f"{fault.message.rstrip('.')}.{where} {advice}".strip())


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row: half a second, doubling, at most 30."""
    return min(30.0, 0.5 * float(1 << min(failures, 10)))


def distinct(faults: Iterable[NodeFault]) -> list[NodeFault]:
    """Each trouble once: when a connection breaks, every unit of a pull tells of it."""
    return list({(each.code, each.message, each.path): each for each in faults}.values())
