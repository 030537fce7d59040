"""How a task ends: the one place that writes its final state, and has its owner told of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer import queue
from armillary.transfer.events import add_event
from armillary.transfer.model import QUEUED, Phase, Task, TaskStatus
from armillary.transfer.notifications.outbox import tell_owner
from armillary.transfer.submission import DEFAULT_LIFETIME


def is_final(task: Task) -> bool:
    """Whether the task has ended, one way or the other."""
    return task.status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED)


def got_on(task: Task) -> datetime:
    """The task has made progress: the deadline, which moves on unless somebody chose it."""
    now = utcnow()
    if task.deadline_moves and task.deadline - now < DEFAULT_LIFETIME / 2:
        task.deadline = now + DEFAULT_LIFETIME
    return task.deadline


def succeed(session: Session, task: Task) -> None:
    """The task has done all it promised."""
    _end(task, TaskStatus.SUCCEEDED)
    details = (
        f'{{"bytes_transferred": {task.bytes_transferred}, '
        f'"files_transferred": {task.files_transferred}}}'
    )
    add_event(session, task.id, "SUCCEEDED", description="succeeded", details=details)
    tell_owner(session, task)


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
    tell_owner(session, task)


def wait_for_owner(
    session: Session,
    task: Task,
    code: str,
    description: str,
    parameters: Mapping[str, Any] | None,
) -> None:
    """The task can't go on before its owner has done something.

    :param code: an event code, such as ``NO_CREDENTIALS``
    :param description: a sentence that says what to do
    :param parameters: what to log in with (``authorization_parameters``)
    """
    task.status = TaskStatus.INACTIVE
    task.nice_status = code
    task.nice_status_details = description
    task.authorization_parameters = dict(parameters or {})
    task.faults += 1
    _let_go(task)
    words = code.replace("_", " ").lower()
    add_event(session, task.id, code, description=words, details=description, is_error=True)
    tell_owner(session, task)


def resume(session: Session, task: Task) -> None:
    """The owner has done what an INACTIVE task waited for; a worker will see whether it was so."""
    task.status = TaskStatus.ACTIVE
    task.nice_status = QUEUED
    task.nice_status_details = None
    task.authorization_parameters = None
    queue.enter(session, [task])
    add_event(session, task.id, "UNPAUSED", description="resumed")


def satisfied(task: Task, granted: Collection[str]) -> bool:
    """Whether somebody's consents are all that an INACTIVE task waits for.

    :param granted: scopes that the caller's token has, and those consented to below them
    """
    wanted = task.authorization_parameters or {}
    scopes = [scope for text in wanted.get("required_scopes", ()) for scope in _SCOPE.findall(text)]
    return bool(scopes) and set(scopes) <= set(granted)


# `outer[*inner]` names two scopes; a star marks one that is optional at the consent page.
_SCOPE = re.compile(r"[^\s\[\]*]+")

EXPIRED = (
    "The task did not end before its deadline. Its events say what held it up; "
    "submit it again with a later deadline."
)
_DESCRIPTIONS = {"CANCELED": "canceled", "EXPIRED": "the deadline has passed"}


def cancel_unclaimed(session: Session, task: Task) -> bool:
    """Cancel a task on which no worker works; whether that was so.

    Whoever holds a paused task is about to let it go, and is fenced. What a silent worker held is
    for the next to hold it, who first tells the nodes that the other has no more to say.
    """
    if task.lease_until is not None and task.paused_since is None:
        return False
    fail(session, task, "CANCELED", "The task was cancelled by its owner.")
    return True


def _end(task: Task, status: TaskStatus) -> None:
    task.status = status
    task.phase = Phase.DONE
    task.completion_time = utcnow()
    task.nice_status = None
    task.nice_status_details = None
    task.authorization_parameters = None
    _let_go(task)


def _let_go(task: Task) -> None:
    task.worker_id = None
    task.lease_until = None
    task.paused_since = None
