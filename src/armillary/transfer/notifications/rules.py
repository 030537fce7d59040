"""Who is told of what by mail, and how often. No I/O."""

from __future__ import annotations

from datetime import timedelta

from armillary.transfer.model import Task, TaskStatus

MOST_SHARED_AN_HOUR = 50
"""Mails about access rules that one person may have sent within an hour."""

HOUR = timedelta(hours=1)

KEPT = timedelta(days=1)
"""Mails that were sent, or given up, go after this."""

_OPTIONS: dict[str, str] = {
    TaskStatus.SUCCEEDED: "notify_on_succeeded",
    TaskStatus.FAILED: "notify_on_failed",
    TaskStatus.INACTIVE: "notify_on_inactive",
}


def option_for(task: Task) -> str:
    """The option of a submission that is about the state in which the task is."""
    return _OPTIONS[task.status]


def wants(task: Task) -> bool:
    """Whether the owner wants mail about the state to which the task has come.

    Who cancels a task knows of it; that somebody else did, or a lost permission, is news.
    """
    own_wish = task.fatal_error_code == "CANCELED" and task.stop_code is None
    return bool(task.options.get(option_for(task), True)) and not own_wish
