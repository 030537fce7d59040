"""What each fault means for a task, in one table. Pure.

``PERMANENT`` ends the task at once (or skips the item where that was asked for), ``TRANSIENT`` is
tried again until the deadline.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from armillary.transfer.nodes.client import NodeFault
from armillary.transfer.paths import shown


class FaultClass(Enum):
    """Whether trying again can help."""

    PERMANENT = "permanent"
    TRANSIENT = "transient"


_P, _T = FaultClass.PERMANENT, FaultClass.TRANSIENT

# code -> (class, what a person can do)
FAULTS: dict[str, tuple[FaultClass, str]] = {
    "FILE_NOT_FOUND": (_P, "Check the source path and submit the transfer again."),
    "PERMISSION_DENIED": (_P, "Ask whoever runs the storage for access to this path."),
    "IS_A_DIRECTORY": (_P, "Submit the item with recursive set to transfer a directory."),
    "NOT_A_DIRECTORY": (_P, "Submit the item without recursive to transfer a single file."),
    "IS_A_FILE": (_P, "A file is in the way at the destination; move it or choose another path."),
    "NOT_A_FILE": (_P, "Only files and directories can be transferred."),
    "INVALID_PATH_NAME": (_P, "Choose a path that the storage accepts."),
    "EXISTS": (_P, "Something is in the way at the destination; choose another path."),
    "INVALID_SYMLINK": (_P, "The link leads nowhere; remove it or its target's name."),
    "NO_SPACE_LEFT": (_T, "Make room at the destination; the task goes on by itself."),
    "QUOTA_EXCEEDED": (_T, "Make room in the quota; the task goes on by itself."),
    "FILE_SIZE_CHANGED": (_T, "The source changed while it was read; it is read again."),
    "NOT_A_SYMLINK": (_P, "Submit a transfer_item to transfer a file or directory."),
    "EXTERNAL_CHECKSUM_MISMATCH": (_P, "Find out which of file and checksum is wrong."),
    "NOT_SUPPORTED": (_P, "Update the storage nodes."),
    "VERIFY_CHECKSUM": (_T, "The bytes arrived damaged; they are sent again."),
    "CONNECT_FAILED": (_T, "The storage node is not reachable; the task goes on when it is."),
    "CONNECTION_BROKEN": (_T, "The connection broke; the task goes on with what is missing."),
    "CONNECTION_RESET": (_T, "The connection broke; the task goes on with what is missing."),
    "TIMEOUT": (_T, "The storage did not answer in time; it is asked again."),
    "ENDPOINT_ERROR": (_T, "The storage failed; it is asked again."),
    "ENDPOINT_TOO_BUSY": (_T, "The storage is busy; it is asked again."),
    "NO_PHYSICALS": (_T, "No storage node serves the collection; start one."),
    "AUTH": (_T, "A storage node refused the ticket; a new one is made."),
    "INTERNAL_ERROR": (_T, "The service failed; the task is taken up again."),
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
