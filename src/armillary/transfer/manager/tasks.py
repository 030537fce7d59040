"""The list of tasks on a manager's collections, with its filters and its way of paging.

Running tasks come first, the newest of them first; then those that ended, the latest first. A
page's ``last_key`` says where in this order it ended.

Source: https://docs.globus.org/api/transfer/advanced_collection_management/
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from armillary.transfer import store
from armillary.transfer.errors import BadRequest
from armillary.transfer.listing import parse_time
from armillary.transfer.manager.store import RUNNING, with_hosted
from armillary.transfer.model import Collection, Task, TaskStatus
from armillary.transfer.people import Party
from armillary.transfer.permissions.conditions import watched

_STATUSES = frozenset(TaskStatus)


@dataclass(frozen=True)
class TaskQuery:
    """The filters of one listing; None means the parameter was not sent."""

    status: str | None = None
    task_id: str | None = None
    owner_id: str | None = None
    endpoint: str | None = None
    endpoint_use: str | None = None
    is_paused: bool | None = None
    completion_time: str | None = None
    min_faults: int | None = None
    local_user: str | None = None


@dataclass(frozen=True)
class _Key:
    """A place in the order: a task's part of the list, its time there, and its id."""

    running: bool
    time: datetime
    task_id: str

    @classmethod
    def parse(cls, text: str) -> _Key:
        part, time, task_id = [*text.split(","), "", ""][:3]
        if part not in ("active", "complete") or not task_id:
            raise BadRequest(f"'{text}' is not the last_key of a page.")
        return cls(part == "active", parse_time(time), task_id)

    @classmethod
    def of(cls, task: Task) -> _Key:
        running = task.completion_time is None
        return cls(running, task.completion_time or task.request_time, task.id)

    def __str__(self) -> str:
        return f"{'active' if self.running else 'complete'},{self.time.isoformat()},{self.task_id}"


def is_seen_by(party: Party) -> ColumnElement[bool]:
    """Whether a task touches a collection whose activity the party may see."""
    seen = select(Collection.id).where(watched(party))
    return or_(Task.source_id.in_(seen), Task.destination_id.in_(seen))


def managed_page(
    session: Session, party: Party, query: TaskQuery, *, limit: int, last_key: str | None
) -> tuple[list[Task], bool, str | None]:
    """A page of tasks, whether another follows, and the key of its end.

    :raises BadRequest: a filter or a key that is none, or too little of filters
    """
    conditions = [is_seen_by(party), *_conditions(session, query)]
    key = _Key.parse(last_key) if last_key else None
    tasks: list[Task] = []
    if key is None or key.running:
        running = [*conditions, Task.completion_time.is_(None)]
        tasks = _part(session, running, Task.request_time, key, limit + 1)
        key = None
    if len(tasks) <= limit:
        ended = [*conditions, Task.completion_time.is_not(None)]
        tasks += _part(session, ended, Task.completion_time, key, limit + 1 - len(tasks))
    page = tasks[:limit]
    return page, len(tasks) > limit, str(_Key.of(page[-1])) if page else last_key


def _part(
    session: Session,
    conditions: list[ColumnElement[bool]],
    time: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    key: _Key | None,
    limit: int,
) -> list[Task]:
    after = []
    if key is not None:
        after.append(or_(time < key.time, and_(time == key.time, Task.id < key.task_id)))
    query = select(Task).where(*conditions, *after).order_by(time.desc(), Task.id.desc())
    return list(session.scalars(query.limit(limit)))


def _conditions(session: Session, query: TaskQuery) -> list[ColumnElement[bool]]:
    statuses = set((query.status or "").upper().split(",")) - {""}
    if not statuses <= _STATUSES:
        raise BadRequest(f"filter_status is a list of {', '.join(TaskStatus)}.")
    only_running = bool(statuses) and statuses <= set(RUNNING)
    if not (only_running or query.task_id or query.endpoint):
        raise BadRequest(
            "Tasks that have ended are listed with filter_endpoint or filter_task_id only; "
            "running ones with filter_status=ACTIVE,INACTIVE."
        )
    conditions: list[ColumnElement[bool]] = [Task.status.in_(statuses)] if statuses else []
    if query.task_id:
        conditions.append(Task.id.in_(query.task_id.lower().split(",")))
    if query.owner_id:
        conditions.append(Task.owner_id == query.owner_id.lower())
    if query.is_paused is not None:
        paused = Task.paused_since.is_not(None)
        conditions.append(paused if query.is_paused else ~paused)
    if query.min_faults is not None:
        conditions.append(Task.faults >= query.min_faults)
    return [*conditions, *_of_endpoint(session, query), *_ended(query.completion_time)]


def _of_endpoint(session: Session, query: TaskQuery) -> list[ColumnElement[bool]]:
    if not query.endpoint:
        if query.endpoint_use or query.local_user:
            raise BadRequest("filter_endpoint_use and filter_local_user need filter_endpoint.")
        return []
    ids = with_hosted(session, [query.endpoint.lower()])
    source, destination = Task.source_id.in_(ids), Task.destination_id.in_(ids)
    uses = {None: or_(source, destination), "source": source, "destination": destination}
    if query.endpoint_use not in uses:
        raise BadRequest("filter_endpoint_use is source or destination.")
    conditions = [uses[query.endpoint_use]]
    if query.local_user:
        # A node runs as one account, which is the local user of all tasks on it.
        place = store.place(session, query.endpoint.lower())
        conditions.append(literal(place is not None and place.account == query.local_user))
    return conditions


def _ended(span: str | None) -> list[ColumnElement[bool]]:
    if not span:
        return []
    start, _, end = span.partition(",")
    conditions: list[ColumnElement[bool]] = [Task.completion_time.is_not(None)]
    if start:
        conditions.append(Task.completion_time >= parse_time(start))
    if end:
        conditions.append(Task.completion_time <= parse_time(end))
    return conditions
