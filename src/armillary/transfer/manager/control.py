"""Cancelling, pausing and resuming the tasks of others.

Source: https://docs.globus.org/api/transfer/advanced_collection_management/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.transfer import supervision
from armillary.transfer.errors import PermissionDenied, TaskNotFound
from armillary.transfer.manager.model import AdminCancel
from armillary.transfer.manager.tasks import is_seen_by
from armillary.transfer.model import Task
from armillary.transfer.outcome import is_final
from armillary.transfer.people import Party, People
from armillary.transfer.permissions.store import standing_on
from armillary.transfer.rules import Power

SIDES = ("source", "destination")


def managed_task(session: Session, party: Party, task_id: str) -> Task:
    """A task on a collection whose activity the party may see.

    :raises TaskNotFound: there is none with this id
    """
    task = session.scalar(select(Task).where(Task.id == task_id, is_seen_by(party)))
    if task is None:
        raise TaskNotFound(f"No task '{task_id}' is on a collection that you manage.")
    return task


def seen_sides(session: Session, party: Party, task: Task) -> list[str]:
    """Which of the task's sides are on collections whose activity the party may see."""
    return _sides(session, party, task, Power.SEE_ACTIVITY)


def controlled_sides(session: Session, party: Party, task: Task) -> list[str]:
    """Which of the task's sides are on collections whose activity the party controls."""
    return _sides(session, party, task, Power.CONTROL_ACTIVITY)


def _sides(session: Session, party: Party, task: Task, power: Power) -> list[str]:
    ids = {"source": task.source_id, "destination": task.destination_id}
    found = {side: standing_on(session, party, cid) for side, cid in ids.items() if cid}
    return [side for side, standing in found.items() if standing and standing.may(power)]


def _controlled(
    session: Session, party: Party, task_ids: Iterable[str]
) -> Iterator[tuple[Task, list[str]]]:
    """The tasks, locked, with the sides that the party controls; all of them or none.

    :raises PermissionDenied: it controls no side of one of them
    """
    tasks = [managed_task(session, party, task_id) for task_id in sorted(set(task_ids))]
    sides = {task.id: controlled_sides(session, party, task) for task in tasks}
    for task in tasks:
        if not sides[task.id]:
            raise PermissionDenied(
                f"You may see the task '{task.id}', but not control it: that needs the role "
                "activity_manager on its source or destination."
            )
    for task in tasks:
        session.refresh(task, with_for_update=True)
        yield task, sides[task.id]


def cancel(
    session: Session, party: Party, task_ids: Iterable[str], message: str, *, by: str
) -> AdminCancel:
    """Have tasks end; those that have ended already stay as they are."""
    ids = list(task_ids)
    for task, sides in _controlled(session, party, ids):
        if is_final(task):
            continue
        task.canceled_by_admin = "BOTH" if len(sides) == len(SIDES) else sides[0].upper()
        task.canceled_by_admin_message = message
        supervision.stop(
            session, task, "CANCELED", f"A manager of the collection cancelled the task: {message}"
        )
    order = AdminCancel(requested_by=by, task_ids=sorted(set(ids)))
    session.add(order)
    session.flush()
    return order


def is_done(session: Session, order: AdminCancel) -> bool:
    """Whether all the tasks have ended."""
    tasks = session.scalars(select(Task).where(Task.id.in_(order.task_ids)))
    return all(is_final(task) for task in tasks)


def pause(
    session: Session, people: People, party: Party, task_ids: Iterable[str], message: str
) -> None:
    """Have tasks wait until a manager lets them go on."""
    for task, sides in _controlled(session, party, task_ids):
        if not is_final(task):
            messages: dict[str, Any] = {f"{side}_pause_message": message for side in sides}
            task.admin_pauses = task.admin_pauses | messages
            session.flush()
            supervision.look_at(session, people, [task.id])


def resume(session: Session, people: People, party: Party, task_ids: Iterable[str]) -> None:
    """Let tasks go on, as far as it is for this manager to say."""
    for task, sides in _controlled(session, party, task_ids):
        kept = {f"{side}_pause_message" for side in SIDES if side not in sides}
        task.admin_pauses = {k: v for k, v in task.admin_pauses.items() if k in kept}
        session.flush()
        supervision.look_at(session, people, [task.id])
