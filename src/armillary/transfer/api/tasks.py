"""Tasks of the caller: list, look, change, cancel, and what happened to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from armillary.transfer import store, wire
from armillary.transfer.api.context import CallerDep, ServicesDep, completed, flag, projected
from armillary.transfer.api.pause_rules import pause_info_document
from armillary.transfer.errors import BadRequest, Conflict
from armillary.transfer.outcome import cancel_unclaimed, is_final
from armillary.transfer.people import party_of

router = APIRouter(prefix="/v0.10")

Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0)]


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
    documents = [projected(wire.task(row, names), fields) for row in rows]
    return wire.page("task_list", documents, limit=limit, offset=offset, total=total)


@router.get("/task/{task_id}")
def get_task(
    task_id: UUID, caller: CallerDep, services: ServicesDep, response: Response, fields: str = ""
) -> dict[str, Any]:
    """One task: ``GET /v0.10/task/<id>``. A header tells clients that they need not ask again."""
    response.headers["Armillary-Event-Stream"] = f"/v0.10/task/{task_id}/event_stream"
    with services.database.read() as session:
        row = store.own_task(session, caller, str(task_id))
        return projected(wire.task(row, store.display_names(session, [row])), fields)


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
