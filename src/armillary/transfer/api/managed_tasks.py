"""Other people's tasks, for managers of the collections that they touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.transfer import store, wire
from armillary.transfer.api.context import (
    LARGEST,
    CallerDep,
    ServicesDep,
    completed,
    flag,
    projected,
)
from armillary.transfer.api.items import Marker, skipped_page, successes_page
from armillary.transfer.api.pause_rules import pause_info_document
from armillary.transfer.errors import ResourceNotFound
from armillary.transfer.manager import control
from armillary.transfer.manager import wire as documents
from armillary.transfer.manager.model import AdminCancel
from armillary.transfer.manager.tasks import TaskQuery, managed_page
from armillary.transfer.manager.wire import Tasks, TasksWithMessage
from armillary.transfer.model import Collection, Task
from armillary.transfer.people import Party, party_of
from armillary.transfer.permissions.conditions import visible

router = APIRouter(prefix="/v0.10/endpoint_manager")


@router.get("/task_list")
def managed_task_list(
    caller: CallerDep,
    services: ServicesDep,
    filter_status: str | None = None,
    filter_task_id: str | None = None,
    filter_owner_id: str | None = None,
    filter_endpoint: str | None = None,
    filter_endpoint_use: str | None = None,
    filter_is_paused: str | None = None,
    filter_completion_time: str | None = None,
    filter_min_faults: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    filter_local_user: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    last_key: str | None = None,
    fields: str = "",
) -> dict[str, Any]:
    """Tasks on the caller's collections: ``GET .../task_list``."""
    query = TaskQuery(
        status=filter_status,
        task_id=filter_task_id,
        owner_id=filter_owner_id,
        endpoint=filter_endpoint,
        endpoint_use=filter_endpoint_use,
        is_paused=flag(filter_is_paused),
        completion_time=filter_completion_time,
        min_faults=filter_min_faults,
        local_user=filter_local_user,
    )
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        rows, more, key = managed_page(session, party, query, limit=limit, last_key=last_key)
        found = _documents(session, party, rows)
    return {
        "DATA_TYPE": "task_list",
        "has_next_page": more,
        "last_key": key,
        "DATA": [projected(document, fields) for document in found],
    }


def _documents(session: Session, party: Party, rows: Sequence[Task]) -> list[dict[str, Any]]:
    """Documents of tasks, without the names of collections that the manager may not know of."""
    ids = {cid for row in rows for cid in (row.source_id, row.destination_id) if cid}
    known = session.scalars(select(Collection).where(Collection.id.in_(ids), visible(party)))
    places = {place.collection.id: place for place in store.places(session, list(known))}
    names = {cid: place.collection.display_name for cid, place in places.items()}
    return [documents.task(row, names, places) for row in rows]


@router.get("/task/{task_id}")
def managed_task(
    task_id: UUID, caller: CallerDep, services: ServicesDep, fields: str = ""
) -> dict[str, Any]:
    """One task: ``GET .../task/<id>``."""
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        row = control.managed_task(session, party, str(task_id))
        return projected(_documents(session, party, [row])[0], fields)


@router.get("/task/{task_id}/event_list")
def managed_event_list(
    task_id: UUID,
    caller: CallerDep,
    services: ServicesDep,
    filter_is_error: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 10,
    offset: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> dict[str, Any]:
    """What happened to a task, newest first: ``GET .../task/<id>/event_list``."""
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        task = control.managed_task(session, party, str(task_id))
        rows, total = store.event_page(
            session, task.id, is_error=flag(filter_is_error), limit=limit, offset=offset
        )
    events = [wire.event(row) for row in rows]
    return wire.page("event_list", events, limit=limit, offset=offset, total=total)


@router.get("/task/{task_id}/pause_info")
def managed_pause_info(task_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Why a task is paused: ``GET .../task/<id>/pause_info``."""
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        task = control.managed_task(session, party, str(task_id))
        return pause_info_document(session, services, party, task)


@router.get("/task/{task_id}/successful_transfers")
def managed_successes(
    task_id: UUID, caller: CallerDep, services: ServicesDep, marker: Marker = 0
) -> dict[str, Any]:
    """Files put in place: ``GET .../task/<id>/successful_transfers``.

    Paths on a collection whose activity the caller may not see are null.
    """
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        task = control.managed_task(session, party, str(task_id))
        page = successes_page(session, task, marker)
        return _without_paths(page, control.seen_sides(session, party, task))


@router.get("/task/{task_id}/skipped_errors")
def managed_skipped_errors(
    task_id: UUID, caller: CallerDep, services: ServicesDep, marker: Marker = 0
) -> dict[str, Any]:
    """What was left out: ``GET .../task/<id>/skipped_errors``; paths as above."""
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        task = control.managed_task(session, party, str(task_id))
        page = skipped_page(session, task, marker)
        return _without_paths(page, control.seen_sides(session, party, task))


def _without_paths(page: dict[str, Any], seen: Sequence[str]) -> dict[str, Any]:
    hidden = {f"{side}_path": None for side in control.SIDES if side not in seen}
    if hidden:
        hidden |= {"error_details": None} if page["DATA_TYPE"] == "skipped_errors" else {}
    return {**page, "DATA": [{**document, **hidden} for document in page["DATA"]]}


@router.post("/admin_cancel")
def admin_cancel(
    body: TasksWithMessage, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Cancel tasks: ``POST .../admin_cancel``; the answer's id asks how far it has come."""
    with services.database.write() as session:
        party = party_of(session, services.people, caller)
        order = control.cancel(
            session, party, body.task_id_list, body.message, by=caller.identity_id
        )
        return _cancellation(session, order)


@router.get("/admin_cancel/{cancel_id}")
def admin_cancel_status(
    cancel_id: Annotated[int, Path(ge=1, le=LARGEST)], caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Whether the tasks have ended: ``GET .../admin_cancel/<id>``, for who cancelled them."""
    with services.database.read() as session:
        order = session.get(AdminCancel, cancel_id)
        if order is None or order.requested_by not in caller.identity_set:
            raise ResourceNotFound(f"You have made no cancellation with the id {cancel_id}.")
        return _cancellation(session, order)


def _cancellation(session: Session, order: AdminCancel) -> dict[str, Any]:
    done = control.is_done(session, order)
    return {"DATA_TYPE": "admin_cancel", "id": order.id, "done": done}


@router.post("/admin_pause")
def admin_pause(
    body: TasksWithMessage, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Pause tasks: ``POST .../admin_pause``."""
    with services.database.write() as session:
        party = party_of(session, services.people, caller)
        control.pause(session, services.people, party, body.task_id_list, body.message)
    message = "The tasks are being paused."
    return completed(request, wire.result("PauseAccepted", message))


@router.post("/admin_resume")
def admin_resume(
    body: Tasks, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Let paused tasks go on: ``POST .../admin_resume``."""
    with services.database.write() as session:
        party = party_of(session, services.people, caller)
        control.resume(session, services.people, party, body.task_id_list)
    message = "The tasks are being resumed."
    return completed(request, wire.result("ResumeAccepted", message))
