"""Looking after tasks that were accepted: they go on only as long as they are allowed to.

A task is ended when its owner has lost the permission by which it was submitted, and paused while a
manager of one of its collections wants it so. Workers look at all running tasks every few seconds
(permissions expire, people leave groups); whoever changes a rule has its tasks looked at at once.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.db.engine import Database
from armillary.transfer import queue, store
from armillary.transfer.events import add_event
from armillary.transfer.manager import rules as pauses
from armillary.transfer.manager.model import PauseRule
from armillary.transfer.manager.store import (
    pause_rules_on,
    tasks_at_work,
    touching,
    unfinished_tasks,
    with_hosted,
)
from armillary.transfer.model import QUEUED, Task
from armillary.transfer.outcome import cancel_unclaimed
from armillary.transfer.people import Party, People, party_with
from armillary.transfer.permissions.store import standing
from armillary.transfer.rules import Standing
from armillary.transfer.store import Place

_A_ROUND = 25
_SEVERAL = 1000
MAX_PAUSE = timedelta(days=90)
"""How long a task may be paused. Source: https://docs.globus.org/api/transfer/task/"""


@dataclass
class Supervisor:
    """Looks at tasks within one transaction, and reads each thing once."""

    session: Session
    people: People
    _parties: dict[str, Party] = field(default_factory=dict)
    _places: dict[str, Place | None] = field(default_factory=dict)
    _standings: dict[tuple[str, str], Standing] = field(default_factory=dict)
    _rules: dict[str, list[PauseRule]] = field(default_factory=dict)

    def needs(self, task: Task) -> bool:
        """Whether something has to be done about a task."""
        if task.cancel_requested:
            return False
        if self.lost(task) is not None or _paused_too_long(task):
            return True
        return bool(self.reasons(task)) != (task.paused_since is not None)

    def act(self, task: Task) -> None:
        """Do what has to be done about a task; it is locked."""
        if not self.needs(task):
            return
        if (collection := self.lost(task)) is not None:
            name = f"'{collection.collection.display_name}' ({collection.collection.id})"
            stop(
                self.session,
                task,
                "ACL_CHANGED",
                f"The permission for {name} by which this task was submitted does not exist any "
                "more. Ask for access and submit it again.",
            )
        elif _paused_too_long(task):
            days = f"The task was paused for {MAX_PAUSE.days} days."
            stop(self.session, task, "EXPIRED", f"{days} Submit it again.")
        elif task.paused_since is None:
            pause(self.session, task, self.reasons(task)[0])
        else:
            resume(self.session, task)

    def lost(self, task: Task) -> Place | None:
        """A collection of the task to which its owner has not the access that it needs.

        A collection that is gone is for the worker to find.
        """
        writes = task.type == "DELETE"
        sides = [(task.source_id, task.source_root, writes)]
        if task.destination_id:
            sides.append((task.destination_id, task.destination_root, True))
        for collection_id, root, write in sides:
            place = self._place(collection_id)
            if place is not None and not self._allowed(task.owner_id, place, root, write=write):
                return place
        return None

    def _allowed(self, owner_id: str, place: Place, root: str, *, write: bool) -> bool:
        key = (owner_id, place.collection.id)
        if key not in self._standings:
            self._standings[key] = standing(self.session, self._party(owner_id), place)
        path = root.rstrip("/") or "/"
        return self._standings[key].root_for([path], write=write) is not None

    def reasons(self, task: Task) -> list[str]:
        """The messages of those who want the task paused."""
        rules = [rule.message for rule in self.pausing(task)]
        return [*task.admin_pauses.values(), *rules]

    def pausing(self, task: Task) -> list[PauseRule]:
        """The pause rules that stop a task."""
        source = self._lineage(task.source_id)
        destination = self._lineage(task.destination_id) if task.destination_id else []
        rules = [rule for each in {*source, *destination} for rule in self._rules_on(each)]
        if not rules:
            return []
        identities = self._party(task.owner_id).identities
        return pauses.pausing_task(rules, identities, task, source=source, destination=destination)

    def _party(self, identity_id: str) -> Party:
        if identity_id not in self._parties:
            self._parties[identity_id] = party_with(self.session, self.people, identity_id)
        return self._parties[identity_id]

    def _place(self, collection_id: str) -> Place | None:
        if collection_id not in self._places:
            self._places[collection_id] = store.place(self.session, collection_id)
        return self._places[collection_id]

    def _lineage(self, collection_id: str) -> list[str]:
        place = self._place(collection_id)
        return place.lineage if place else []

    def _rules_on(self, collection_id: str) -> list[PauseRule]:
        if collection_id not in self._rules:
            self._rules[collection_id] = pause_rules_on(self.session, [collection_id])
        return self._rules[collection_id]


def _paused_too_long(task: Task) -> bool:
    return task.paused_since is not None and utcnow() - task.paused_since > MAX_PAUSE


def look_again(session: Session, people: People, collection_ids: Several[str]) -> None:
    """After a change on collections: look at the tasks on them, and on what lies on them.

    Of those that wait, at the first ones: the rest is for the rounds, and for whoever leases them.
    """
    on = touching(with_hosted(session, collection_ids))
    tasks = {*tasks_at_work(session, on), *unfinished_tasks(session, on, limit=_SEVERAL)}
    look_at(session, people, [task.id for task in tasks])


def look_at(session: Session, people: People, task_ids: Iterable[str]) -> None:
    """Do about tasks what has to be done."""
    supervisor = Supervisor(session, people)
    for task_id in sorted(task_ids):
        task = session.get(Task, task_id, with_for_update=True, populate_existing=True)
        if task is not None:
            supervisor.act(task)


def look_round(
    database: Database, people: People, after: str = "", *, worker: str | None = None
) -> str:
    """Look at all tasks at work, and at some of the others; writes only if there is need.

    Those that wait are many, perhaps, and looked at once more when they are leased.

    :param after: the id with which the last round ended; of the others, the next ones are taken
    :param worker: look only at what this one holds, for each looks after its own
    :returns: the id with which this round ends; "" after the last
    """
    with database.read() as session:
        supervisor = Supervisor(session, people)
        others = unfinished_tasks(session, Task.id > after, limit=_A_ROUND)
        whose = () if worker is None else (Task.worker_id == worker,)
        tasks = {*tasks_at_work(session, *whose), *others}
        due = [task.id for task in tasks if supervisor.needs(task)]
        strayed = queue.missing(session, others)
    if due or strayed:
        with database.write() as session:
            look_at(session, people, due)
            queue.enter(session, strayed)
    return others[-1].id if len(others) == _A_ROUND else ""


def allowed(session: Session, people: People, tasks: Iterable[Task]) -> list[Task]:
    """Those of the tasks just leased that may run; the others are let go."""
    supervisor = Supervisor(session, people)
    held = list(tasks)
    stopped = [task for task in held if supervisor.needs(task)]
    for task in stopped:
        task.worker_id, task.lease_until = None, None
        supervisor.act(task)
    return [task for task in held if task not in stopped]


def stop(session: Session, task: Task, code: str, description: str) -> None:
    """Have a task end for a reason that is not its owner's wish."""
    task.cancel_requested = True
    task.stop_code, task.stop_description = code, description
    cancel_unclaimed(session, task)


def pause(session: Session, task: Task, message: str) -> None:
    """Have a task wait; whoever holds it lets it go."""
    task.paused_since = utcnow()
    add_event(session, task.id, "PAUSED", description="paused", details=message)


def resume(session: Session, task: Task) -> None:
    """Have a task go on; the time that it was paused does not count against its deadline."""
    assert task.paused_since is not None
    task.deadline += utcnow() - task.paused_since
    task.paused_since = None
    # A former holder that has not let go yet is fenced by the next lease.
    task.worker_id, task.lease_until = None, None
    task.nice_status, task.nice_status_details = QUEUED, None
    queue.enter(session, [task])
    add_event(session, task.id, "UNPAUSED", description="unpaused", details="")
