"""Tasks of the caller: list, look, change, cancel, and what happened to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer import history, queue, store, wire
from armillary.transfer.api.context import (
    LARGEST,
    CallerDep,
    Services,
    ServicesDep,
    completed,
    flag,
    projected,
)
from armillary.transfer.api.pause_rules import pause_info_document
from armillary.transfer.errors import BadRequest, Conflict, PermissionDenied, SessionRequired
from armillary.transfer.model import Task, TaskStatus
from armillary.transfer.outcome import cancel_unclaimed, is_final, resume, satisfied
from armillary.transfer.people import party_of
from armillary.transfer.rules import check_assurance
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10")

Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0, le=LARGEST)]


@router.get("/task_list")
def task_list(
    caller: CallerDep,
    services: ServicesDep,
    filter: Annotated[list[str] | None, Query()] = None,
    orderby: str = "",
    fields: str = "",
    limit: Limit = 10,
    offset: Offset = 0,
) -> dict[str, Any]:
    """The caller's tasks, newest first: ``GET /v0.10/task_list``."""
    with services.database.read() as session:
        rows, total = store.task_page(
            session, caller, filters=filter or (), orderby=orderby, limit=limit, offset=offset
        )
        names = store.display_names(session, rows)
        places = queue.places(session, rows)
    documents = [projected(wire.task(row, names, place=places.get(row.id)), fields) for row in rows]
    return wire.page("task_list", documents, limit=limit, offset=offset, total=total)


@router.get("/task/{task_id}")
def get_task(
    task_id: UUID, caller: CallerDep, services: ServicesDep, response: Response, fields: str = ""
) -> dict[str, Any]:
    """One task: ``GET /v0.10/task/<id>``. A header tells clients that they need not ask again.

    One that waits for consents, or for a sign-in, goes on when its owner looks at it with a token
    that has them: clients know nothing else to do after a login.
    """
    response.headers["Armillary-Event-Stream"] = f"/v0.10/task/{task_id}/event_stream"
    with services.database.read() as session:
        row = store.own_task(session, caller, str(task_id))
        ready = row.status == TaskStatus.INACTIVE and _is_ready(session, row, caller)
    if ready:
        _resume(services, caller, row.id)
    with services.database.read() as session:
        row = store.own_task(session, caller, str(task_id))
        places = queue.places(session, [row])
        names = store.display_names(session, [row])
        return projected(wire.task(row, names, place=places.get(row.id)), fields)


def _granted(caller: Caller) -> set[str]:
    return {*caller.scopes, *(s for below in caller.dependent_scopes.values() for s in below)}


def _is_ready(session: Session, task: Task, caller: Caller) -> bool:
    """Whether the caller brings all that an INACTIVE task waits for."""
    if task.nice_status == "SESSION_REQUIRED":
        return _is_assured(session, task, caller)
    return satisfied(task, _granted(caller))


def _is_assured(session: Session, task: Task, caller: Caller) -> bool:
    try:
        _check_assurance(session, task, caller)
    except (PermissionDenied, SessionRequired):
        return False
    return True


def _check_assurance(session: Session, task: Task, caller: Caller) -> None:
    """Whether the caller's session is good for the task's collections.

    :raises SessionRequired: it is too old for one
    :raises PermissionDenied: the caller has none
    """
    for place in store.all_places_of_task(session, task):
        check_assurance(caller, place, utcnow())


def _resume(services: Services, caller: Caller, task_id: str) -> None:
    with services.database.write() as session:
        task = session.get(Task, task_id, with_for_update=True)
        if task is not None and task.status == TaskStatus.INACTIVE:
            # From here on it is this session that the task's collections look at.
            if _is_assured(session, task, caller):
                task.session_id = caller.session_id
            resume(session, task)


@router.post("/task/{task_id}/resume")
def resume_task(
    task_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Have an INACTIVE task try again: ``POST /v0.10/task/<id>/resume``. Ours, not Globus'.

    It becomes INACTIVE again if what it waited for is still missing. On high assurance collections
    the caller must have signed in lately.
    """
    with services.database.read() as session:
        task = store.own_task(session, caller, str(task_id))
        _check_assurance(session, task, caller)
    if task.status != TaskStatus.INACTIVE:
        raise Conflict("The task does not wait for you: it is not INACTIVE.")
    _resume(services, caller, task.id)
    return completed(request, wire.result("Resumed", "The task has been resumed successfully."))


class TaskUpdate(BaseModel):
    """Body of an update; a field that is absent stays as it is."""

    label: Annotated[str, Field(max_length=128)] | None = None
    deadline: datetime | None = None


@router.put("/task/{task_id}")
def update_task(
    task_id: UUID, body: TaskUpdate, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Change label or deadline of an unfinished task: ``PUT /v0.10/task/<id>``."""
    with services.database.write() as session:
        task = store.own_task(session, caller, str(task_id))
        if is_final(task):
            raise Conflict("The task has ended; it can't be changed any more.")
        if "label" in body.model_fields_set:
            task.label = body.label
        if body.deadline is not None:
            deadline = body.deadline
            task.deadline = deadline if deadline.tzinfo else deadline.replace(tzinfo=UTC)
            task.deadline_moves = False
    return completed(request, wire.result("Updated", "Updated task successfully."))


@router.post("/task/{task_id}/cancel")
def cancel_task(
    task_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Ask for a task's end: ``POST /v0.10/task/<id>/cancel``.

    A task that no worker holds ends at once; else its worker first stops the nodes.
    """
    with services.database.write() as session:
        task = store.own_task(session, caller, str(task_id))
        if is_final(task):
            done = "The task completed before the cancel request was processed."
            return completed(request, wire.result("TaskComplete", done))
        task.cancel_requested = True
        ended = cancel_unclaimed(session, task)
    code, message = (
        ("Canceled", "The task has been cancelled successfully.")
        if ended
        else ("CancelAccepted", "The cancel request has been accepted and is being processed.")
    )
    return completed(request, wire.result(code, message))


@router.post("/task/{task_id}/remove")
def remove_task(
    task_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Remove the history of a task that has ended: ``POST /v0.10/task/<id>/remove``.

    Its document stays, with ``history_deleted``.
    """
    with services.database.write() as session:
        history.remove(session, store.own_task(session, caller, str(task_id)))
    message = "The history of the task has been removed."
    return completed(request, wire.result("Removed", message))


@router.get("/task/{task_id}/event_list")
def event_list(
    task_id: UUID,
    caller: CallerDep,
    services: ServicesDep,
    filter: str = "",
    limit: Limit = 10,
    offset: Offset = 0,
) -> dict[str, Any]:
    """What happened to a task, newest first: ``GET /v0.10/task/<id>/event_list``."""
    with services.database.read() as session:
        task = store.own_task(session, caller, str(task_id))
        rows, total = store.event_page(
            session, task.id, is_error=_error_filter(filter), limit=limit, offset=offset
        )
    documents = [wire.event(row) for row in rows]
    return wire.page("event_list", documents, limit=limit, offset=offset, total=total)


def _error_filter(text: str) -> bool | None:
    if not text:
        return None
    field, _, value = text.partition(":")
    if field != "is_error":
        raise BadRequest(f"Can't filter events by '{text}'. Use is_error:1 or is_error:0.")
    return flag(value)


@router.get("/task/{task_id}/pause_info")
def pause_info(task_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Why a task is paused: ``GET /v0.10/task/<id>/pause_info``."""
    with services.database.read() as session:
        task = store.own_task(session, caller, str(task_id))
        party = party_of(session, services.people, caller)
        return pause_info_document(session, services, party, task)
