"""Queries on collections and tasks; each takes the session of its caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer.errors import BadRequest, Conflict, TaskNotFound
from armillary.transfer.listing import parse_time
from armillary.transfer.model import QUEUED, Collection, Event, Node, Phase, Task, TaskStatus
from armillary.transfer.paths import base_path
from armillary.transfer.submission import DeleteSubmission, TransferSubmission
from armillary.web.caller import Caller


@dataclass(frozen=True)
class Place:
    """A collection with what is needed to reach its files."""

    collection: Collection
    node: Node | None
    mapped: Collection | None

    @property
    def mapped_id(self) -> str:
        """The mapped collection, whose directory the node knows."""
        return self.mapped.id if self.mapped else self.collection.id


def place(session: Session, collection_id: str) -> Place | None:
    """A collection by id, with its node and, for a guest, its mapped collection."""
    collection = session.get(Collection, collection_id)
    return complete(session, collection) if collection else None


def complete(session: Session, collection: Collection) -> Place:
    """The place of a collection that was already read."""
    mapped = None
    if collection.mapped_collection_id:
        mapped = session.get(Collection, collection.mapped_collection_id)
    node_id = (mapped or collection).node_id
    return Place(collection, session.get(Node, node_id) if node_id else None, mapped)


def search_text(collection: Collection) -> str:
    """The words under which full-text search finds a collection."""
    fields = (
        collection.display_name,
        collection.description,
        collection.organization,
        collection.department,
        collection.keywords,
        collection.owner_string,
    )
    return " " + " ".join(words(" ".join(f for f in fields if f)))


def words(text: str) -> list[str]:
    """Lower-case words, punctuation dropped."""
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()


def search_collections(
    session: Session, conditions: Sequence[ColumnElement[bool]], *, limit: int, offset: int
) -> list[Collection]:
    """A page of collections, one more than ``limit`` when another page follows."""
    query = select(Collection).where(*conditions).order_by(Collection.display_name, Collection.id)
    return list(session.scalars(query.offset(offset).limit(limit + 1)))


def recent_collection_ids(session: Session, caller: Caller, *, active: bool) -> set[str]:
    """Collections of the caller's tasks: of all, or of those still running."""
    query = select(Task.source_id, Task.destination_id).where(
        Task.owner_id.in_(caller.identity_set)
    )
    if active:
        query = query.where(Task.status == TaskStatus.ACTIVE)
    rows = session.execute(query.order_by(Task.request_time.desc()).limit(200))
    return {cid for row in rows for cid in row if cid}


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
        **_base_paths(submission),
    )
    session.add(task)
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


def queue_positions(session: Session, tasks: Iterable[Task]) -> dict[str, int]:
    """Of tasks that wait for a worker: which of their owners' they are, from 1, by type."""
    waiting = [task for task in tasks if task.status == TaskStatus.ACTIVE]
    waiting = [task for task in waiting if task.nice_status == QUEUED]
    if not waiting:
        return {}
    place = func.row_number().over(
        partition_by=(Task.owner_id, Task.type), order_by=(Task.request_time, Task.id)
    )
    query = select(Task.id, place).where(
        Task.status == TaskStatus.ACTIVE,
        Task.nice_status == QUEUED,
        Task.owner_id.in_({task.owner_id for task in waiting}),
    )
    wanted = {task.id for task in waiting}
    return {task_id: number for task_id, number in session.execute(query) if task_id in wanted}


_TASK_ORDERS = {
    "task_id": Task.id,
    "type": Task.type,
    "status": Task.status,
    "label": Task.label,
    "request_time": Task.request_time,
    "completion_time": Task.completion_time,
    "deadline": Task.deadline,
}


def task_page(
    session: Session, caller: Caller, *, filter_text: str, orderby: str, limit: int, offset: int
) -> tuple[list[Task], int]:
    """A page of the caller's tasks, and how many there are in all."""
    conditions = [Task.owner_id.in_(caller.identity_set), *_task_conditions(filter_text)]
    total = session.scalar(select(func.count()).select_from(Task).where(*conditions)) or 0
    query = select(Task).where(*conditions).order_by(*_task_order(orderby), Task.id)
    return list(session.scalars(query.offset(offset).limit(limit))), total


def _task_order(orderby: str) -> list[ColumnElement[Any]]:
    terms: list[ColumnElement[Any]] = []
    for term in (orderby or "request_time DESC").split(","):
        field, _, direction = term.strip().partition(" ")
        column = _TASK_ORDERS.get(field)
        if column is None or direction.upper() not in ("", "ASC", "DESC"):
            raise BadRequest(
                f"Can't order tasks by '{term}'. Use FIELD ASC or FIELD DESC with one of "
                f"{', '.join(_TASK_ORDERS)}."
            )
        terms.append(column.desc() if direction.upper() == "DESC" else column.asc())
    return terms


def _task_conditions(filter_text: str) -> list[ColumnElement[bool]]:
    clauses = [clause for clause in filter_text.split("/") if clause]
    return [condition for clause in clauses for condition in _task_condition(clause)]


def _task_condition(clause: str) -> list[ColumnElement[bool]]:
    field, _, value = clause.partition(":")
    listed = {"task_id": Task.id, "status": Task.status, "type": Task.type}
    times = {"request_time": Task.request_time, "completion_time": Task.completion_time}
    if field in listed:
        return [listed[field].in_(value.split(","))]
    if field in times:
        start, _, end = value.partition(",")
        bounds = [times[field] >= parse_time(start)] if start else []
        return [*bounds, *([times[field] <= parse_time(end)] if end else [])]
    if field == "label":
        return [_label_condition(value)]
    raise BadRequest(
        f"Can't filter tasks by '{clause}'. Use field:value with one of task_id, status, type, "
        "label, request_time, completion_time."
    )


def _label_condition(value: str) -> ColumnElement[bool]:
    negated = value.startswith("!")
    value = value.removeprefix("!")
    if value.startswith("~"):
        pattern = value[1:].replace("%", r"\%").replace("_", r"\_")
        condition: ColumnElement[bool] = Task.label.like(
            pattern.replace("*", "%").replace("?", "_"), escape="\\"
        )
    else:
        condition = Task.label == value.removeprefix("=")
    # A task without a label has none of the labels: SQL's null would say "unknown".
    return func.coalesce(~condition, True) if negated else condition


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


def add_event(
    session: Session,
    task_id: str,
    code: str,
    *,
    description: str,
    details: str = "",
    is_error: bool = False,
) -> None:
    """Append an event to a task."""
    session.add(
        Event(
            task_id=task_id,
            time=utcnow(),
            code=code,
            is_error=is_error,
            description=description,
            details=details,
        )
    )
