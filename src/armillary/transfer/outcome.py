"""How a task ends: the one place that writes its final state."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.model import Phase, Task, TaskStatus
from armillary.transfer.store import add_event


def is_final(task: Task) -> bool:
    """Whether the task has ended, one way or the other."""
    return task.status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED)


def succeed(session: Session, task: Task) -> None:
    """The task has done all it promised."""
    _end(task, TaskStatus.SUCCEEDED)
    details = (
        f'{{"bytes_transferred": {task.bytes_transferred}, '
        f'"files_transferred": {task.files_transferred}}}'
    )
    add_event(session, task.id, "SUCCEEDED", description="succeeded", details=details)


def fail(session: Session, task: Task, code: str, description: str) -> None:
    """The task has ended without doing all it promised.

    :param code: an event code, such as ``FILE_NOT_FOUND``, ``CANCELED``, ``EXPIRED``
    :param description: a sentence that says what went wrong and what to do
    """
    if code == "CANCELED" and task.stop_code is not None:
        code, description = task.stop_code, task.stop_description or description
    _end(task, TaskStatus.FAILED)
    task.fatal_error_code = code
    task.fatal_error_description = description
    if code != "CANCELED":
        task.faults += 1
    add_event(
        session,
        task.id,
        code,
        description=_DESCRIPTIONS.get(code, code.replace("_", " ").lower()),
        details=description,
        is_error=code != "CANCELED",
    )


_DESCRIPTIONS = {"CANCELED": "canceled", "EXPIRED": "the deadline has passed"}


def cancel_unclaimed(session: Session, task: Task) -> bool:
    """Cancel a task on which no worker works; whether that was so.

    Whoever holds a paused task is about to let it go, and is fenced.
    """
    held = task.lease_until is not None and task.lease_until > utcnow()
    if held and task.paused_since is None:
        return False
    fail(session, task, "CANCELED", "The task was cancelled by its owner.")
    return True


def _end(task: Task, status: TaskStatus) -> None:
    task.status = status
    task.phase = Phase.DONE
    task.completion_time = utcnow()
    task.nice_status = None
    task.nice_status_details = None
    task.worker_id = None
    task.lease_until = None
    task.paused_since = None
