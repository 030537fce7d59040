"""What pause rules stop. Pure.

Source: https://docs.globus.org/api/transfer/advanced_collection_management/
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from armillary.transfer.manager.model import PauseRule
from armillary.transfer.model import Task

# operation of a node -> the field of a pause rule that stops it
PAUSED_BY = {
    "list": "pause_ls",
    "stat": "pause_ls",
    "mkdir": "pause_mkdir",
    "symlink": "pause_symlink",
    "rename": "pause_rename",
}


def holds_for(rule: PauseRule, identities: Collection[str]) -> bool:
    """Whether a rule is about somebody with these identities."""
    return rule.identity_id is None or rule.identity_id in identities


def pausing_operation(
    rules: Iterable[PauseRule], identities: Collection[str], operation: str
) -> PauseRule | None:
    """A rule, of those on a collection and below it, that stops an operation."""
    field = PAUSED_BY[operation]
    stopping = (r for r in rules if holds_for(r, identities) and getattr(r, field))
    return next(stopping, None)


def pausing_task(
    rules: Iterable[PauseRule],
    identities: Collection[str],
    task: Task,
    *,
    source: Collection[str],
    destination: Collection[str],
) -> list[PauseRule]:
    """The rules that stop a task.

    :param identities: those of its owner
    :param source: ids of the collections whose rules hold for its source
    :param destination: the same for its destination; empty for a deletion
    """
    at_source = "pause_task_delete" if task.type == "DELETE" else "pause_task_transfer_read"
    return [
        rule
        for rule in rules
        if holds_for(rule, identities)
        and (
            (rule.collection_id in source and getattr(rule, at_source))
            or (rule.collection_id in destination and rule.pause_task_transfer_write)
        )
    ]
