"""Submission ids, transfers and deletions: from here on a task is never lost."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from armillary.core.ids import new_id
from armillary.transfer import store, wire
from armillary.transfer.api.context import CallerDep, ServicesDep, completed
from armillary.transfer.api.endpoints import usable_place
from armillary.transfer.model import Task
from armillary.transfer.submission import DeleteSubmission, TransferSubmission

router = APIRouter(prefix="/v0.10")


@router.get("/submission_id")
def submission_id(_: CallerDep) -> dict[str, Any]:
    """An id that makes a submission safe to repeat: ``GET /v0.10/submission_id``."""
    return {"DATA_TYPE": "submission_id", "value": new_id()}


@router.post("/transfer", status_code=202)
def transfer(
    body: TransferSubmission, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Submit a transfer: ``POST /v0.10/transfer``."""
    with services.database.write() as session:
        usable_place(session, caller, body.source_endpoint)
        usable_place(session, caller, body.destination_endpoint)
        task, new = store.create_task(
            session,
            caller,
            kind="TRANSFER",
            submission=body,
            source_id=body.source_endpoint,
            destination_id=body.destination_endpoint,
        )
    return _accepted(request, "transfer", task, new)


@router.post("/delete", status_code=202)
def delete(
    body: DeleteSubmission, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Submit a deletion: ``POST /v0.10/delete``."""
    with services.database.write() as session:
        usable_place(session, caller, body.endpoint)
        task, new = store.create_task(
            session,
            caller,
            kind="DELETE",
            submission=body,
            source_id=body.endpoint,
            destination_id=None,
        )
    return _accepted(request, "delete", task, new)


def _accepted(request: Request, kind: str, task: Task, new: bool) -> dict[str, Any]:
    message = (
        f"The {kind} has been accepted and a task has been created and queued for execution"
        if new
        else f"This submission was accepted before; its task is {task.id}"
    )
    link = {
        "DATA_TYPE": "link",
        "href": f"/v0.10/task/{task.id}?format=json",
        "rel": "related",
        "resource": "task",
        "title": "related task",
    }
    document = wire.result(
        "Accepted" if new else "Duplicate",
        message,
        data_type=f"{kind}_result",
        submission_id=task.submission_id,
        task_id=task.id,
        task_link=link,
    )
    return completed(request, document)
