"""Queries on collections and tasks; each takes the session of its caller's transaction."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer import queue
from armillary.transfer.errors import Conflict, TaskNotFound
from armillary.transfer.model import QUEUED, Collection, Event, Node, Phase, Task, TaskStatus
from armillary.transfer.paths import base_path, lies_below
from armillary.transfer.submission import DeleteSubmission, TransferSubmission
from armillary.transfer.task_filter import task_filter, task_order
from armillary.web.caller import Caller

Row = TypeVar("Row", Collection, Node)


@dataclass(frozen=True)
class Place:
    """A collection with what is needed to reach its files.

    :param root: the directory outside which nodes are to show nothing: that of the access rule by
        which somebody is here
    """

    collection: Collection
    node: Node | None
    mapped: Collection | None
    root: str = "/"

    @property
    def mapped_id(self) -> str:
        """The mapped collection, whose directory the node knows."""
        return self.mapped.id if self.mapped else self.collection.id

    @property
    def account(self) -> str | None:
        """The local account by which files are reached: the node's, as far as it has told."""
        return self.node.account if self.node else None

    @property
    def authentication_timeout(self) -> timedelta | None:
        """How long a sign-in is good for here; None unless it is a high assurance collection.

        A guest collection has this from the mapped one below it.
        """
        minutes = (self.mapped or self.collection).authentication_timeout_mins
        return None if minutes is None else timedelta(minutes=minutes)

    @property
    def lineage(self) -> list[str]:
        """The ids of the collection, of the mapped one below it, and of their endpoint."""
        above = [self.mapped_id, (self.mapped or self.collection).endpoint_id]
        return list(dict.fromkeys([self.collection.id, *(each for each in above if each)]))

    def within(self, root: str) -> Place:
        """The same, as seen by who may see no more than a directory of it."""
        return replace(self, root=root)

    def inside(self, path: str) -> str:
        """A path of the collection as one below the root, which is what nodes get.

        :raises ValueError: it is not below the root
        """
        if not lies_below(path, self.root):
            raise ValueError(f"{path} does not lie below {self.root}")
        return "/" + path[len(self.root) :]


def place(session: Session, collection_id: str) -> Place | None:
    """A collection by id, with its node and, for a guest, its mapped collection."""
    collection = session.get(Collection, collection_id)
    return complete(session, collection) if collection else None


def complete(session: Session, collection: Collection) -> Place:
    """The place of a collection that was already read."""
    return places(session, [collection])[0]


def places(session: Session, collections: Sequence[Collection]) -> list[Place]:
    """The places of collections that were already read."""
    mapped = _by_id(session, Collection, {c.mapped_collection_id for c in collections})
    nodes = _by_id(session, Node, {c.node_id for c in [*collections, *mapped.values()]})

    def whole(collection: Collection) -> Place:
        below = mapped.get(collection.mapped_collection_id or "")
        return Place(collection, nodes.get((below or collection).node_id or ""), below)

    return [whole(collection) for collection in collections]


def _by_id(session: Session, table: type[Row], ids: set[str | None]) -> dict[str, Row]:
    wanted = [each for each in ids if each]
    if not wanted:
        return {}
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(wanted)))}


def places_of_task(
    session: Session, task_id: str, collection_ids: Sequence[str]
) -> list[Place | None]:
    """The places of a task's source and destination, as far as its owner's permissions go."""
    task = session.get_one(Task, task_id)
    roots = (task.source_root, task.destination_root)
    found = [place(session, collection_id) for collection_id in collection_ids]
    return [p and p.within(root) for p, root in zip(found, roots, strict=False)]


def all_places_of_task(session: Session, task: Task) -> list[Place]:
    """The places of a task's source and destination, without those that are gone."""
    ids = [cid for cid in (task.source_id, task.destination_id) if cid]
    return [found for found in places_of_task(session, task.id, ids) if found is not None]


def recent_collection_ids(session: Session, identities: Several[str], *, active: bool) -> set[str]:
    """Collections of somebody's tasks: of the last ones, or of those still running."""
    query = select(Task.source_id, Task.destination_id).where(Task.owner_id.in_(identities))
    if active:
        query = query.where(Task.status == TaskStatus.ACTIVE)
    rows = session.execute(query.order_by(Task.request_time.desc()).limit(200))
    return {cid for row in rows for cid in row if cid}


def is_in_use(session: Session, collection_id: str) -> bool:
    """Whether a running task reads from a collection or writes to it."""
    touched = or_(Task.source_id == collection_id, Task.destination_id == collection_id)
    query = select(Task.id).where(touched, Task.status == TaskStatus.ACTIVE)
    return session.scalar(query.limit(1)) is not None


def display_names(session: Session, tasks: Iterable[Task]) -> dict[str, str]:
    """Display names of the collections that tasks name."""
    ids = {cid for t in tasks for cid in (t.source_id, t.destination_id) if cid}
    rows = session.execute(
        select(Collection.id, Collection.display_name).where(Collection.id.in_(ids))
    )
    return {row.id: row.display_name for row in rows}


def create_task(
    session: Session,
    caller: Caller,
    *,
    kind: str,
    submission: TransferSubmission | DeleteSubmission,
    source_id: str,
    destination_id: str | None,
) -> tuple[Task, bool]:
    """The task of a submission, and whether it is new: a submission id makes one task.

    :raises Conflict: the submission id was used for something else
    """
    options = submission.model_dump(mode="json", exclude={"items"})
    items = [item.model_dump(mode="json") for item in submission.items]
    existing = session.scalar(
        select(Task).where(
            Task.owner_id == caller.identity_id,
            Task.submission_id == submission.submission_id,
        )
    )
    if existing:
        if (existing.options, existing.items) != (options, items):
            raise Conflict(
                "This submission id was already used for another submission. "
                "Ask for a new one with GET /v0.10/submission_id."
            )
        return existing, False
    task = Task(
        id=new_id(),
        owner_id=caller.identity_id,
        owner_username=caller.username,
        type=kind,
        status=TaskStatus.ACTIVE,
        label=submission.label,
        submission_id=submission.submission_id,
        options=options,
        items=items,
        source_id=source_id,
        destination_id=destination_id,
        request_time=utcnow(),
        deadline=submission.effective_deadline(),
        deadline_moves=submission.deadline is None,
        phase=Phase.SCAN,
        nice_status=QUEUED,
        session_id=caller.session_id,
        **_base_paths(submission),
    )
    session.add(task)
    queue.enter(session, [task])
    return task, True


def _base_paths(submission: TransferSubmission | DeleteSubmission) -> dict[str, str]:
    if not submission.store_base_path_info:
        return {}
    if isinstance(submission, DeleteSubmission):
        return {"source_base_path": base_path(item.path for item in submission.items)}
    return {
        "source_base_path": base_path(item.source_path for item in submission.items),
        "destination_base_path": base_path(item.destination_path for item in submission.items),
    }


def own_task(session: Session, caller: Caller, task_id: str) -> Task:
    """A task that the caller submitted.

    :raises TaskNotFound: there is none with this id
    """
    task = session.get(Task, task_id)
    if task is None or task.owner_id not in caller.identity_set:
        raise TaskNotFound(f"No such task '{task_id}'. task_list shows the ids of yours.")
    return task


def task_page(
    session: Session,
    caller: Caller,
    *,
    filters: Sequence[str],
    orderby: str,
    limit: int,
    offset: int,
) -> tuple[list[Task], int]:
    """A page of the caller's tasks, and how many there are in all."""
    conditions = [Task.owner_id.in_(caller.identity_set), task_filter(filters)]
    total = session.scalar(select(func.count()).select_from(Task).where(*conditions)) or 0
    query = select(Task).where(*conditions).order_by(*task_order(orderby), Task.id)
    return list(session.scalars(query.offset(offset).limit(limit))), total


def event_page(
    session: Session, task_id: str, *, is_error: bool | None, limit: int, offset: int
) -> tuple[list[Event], int]:
    """A page of a task's events, newest first, and how many there are in all."""
    conditions = [Event.task_id == task_id]
    if is_error is not None:
        conditions.append(Event.is_error.is_(is_error))
    total = session.scalar(select(func.count()).select_from(Event).where(*conditions)) or 0
    query = select(Event).where(*conditions).order_by(Event.id.desc())
    return list(session.scalars(query.offset(offset).limit(limit))), total


def count_events(session: Session, task_id: str, code: str, *, details: str | None = None) -> int:
    """How many events of a kind a task has.

    :param details: only those with this text
    """
    query = select(func.count()).where(Event.task_id == task_id, Event.code == code)
    if details is not None:
        query = query.where(Event.details == details)
    return session.scalar(query) or 0
