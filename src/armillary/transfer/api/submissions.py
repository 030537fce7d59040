"""Submission ids, transfers and deletions: from here on a task is never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from armillary.core.ids import new_id
from armillary.transfer import store, supervision, wire
from armillary.transfer.api.context import CallerDep, Services, ServicesDep, completed
from armillary.transfer.api.standing import files_of
from armillary.transfer.model import Task
from armillary.transfer.rules import check_account
from armillary.transfer.submission import DeleteSubmission, TransferSubmission

router = APIRouter(prefix="/v0.10")
_T = TypeVar("_T")


@router.get("/submission_id")
def submission_id(_: CallerDep) -> dict[str, Any]:
    """An id that makes a submission safe to repeat: ``GET /v0.10/submission_id``."""
    return {"DATA_TYPE": "submission_id", "value": new_id()}


@router.post("/transfer", status_code=202)
def transfer(
    body: TransferSubmission, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Submit a transfer: ``POST /v0.10/transfer``."""

    def accept(session: Session) -> tuple[Task, bool]:
        read = [item.source_path for item in body.items]
        write = [item.destination_path for item in body.items]
        _, source = files_of(session, services, caller, body.source_endpoint, read=read)
        _, destination = files_of(session, services, caller, body.destination_endpoint, write=write)
        check_account(source, body.source_local_user)
        check_account(destination, body.destination_local_user)
        task, new = store.create_task(
            session,
            caller,
            kind="TRANSFER",
            submission=body,
            source_id=body.source_endpoint,
            destination_id=body.destination_endpoint,
        )
        _begin(session, services, task, new, source.root, destination.root)
        return task, new

    return _accepted(request, "transfer", *_once(services, accept))


@router.post("/delete", status_code=202)
def delete(
    body: DeleteSubmission, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Submit a deletion: ``POST /v0.10/delete``."""

    def accept(session: Session) -> tuple[Task, bool]:
        paths = [item.path for item in body.items]
        _, place = files_of(session, services, caller, body.endpoint, write=paths)
        check_account(place, body.local_user)
        task, new = store.create_task(
            session,
            caller,
            kind="DELETE",
            submission=body,
            source_id=body.endpoint,
            destination_id=None,
        )
        _begin(session, services, task, new, place.root)
        return task, new

    return _accepted(request, "delete", *_once(services, accept))


def _once(services: Services, accept: Callable[[Session], _T]) -> _T:
    """The task of a submission, whose id may be coming in another request at this very moment.

    On PostgreSQL both find no task and one is refused by the constraint; a second look finds the
    other's task.
    """
    try:
        with services.database.write() as session:
            return accept(session)
    except IntegrityError:
        with services.database.write() as session:
            return accept(session)


def _begin(session: Session, services: Services, task: Task, new: bool, *roots: str) -> None:
    """Bind a new task to the permissions by which it was submitted; it may start out paused."""
    if new:
        task.source_root, task.destination_root = [*roots, "/"][:2]
        session.flush()
        supervision.look_at(session, services.people, [task.id])


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
