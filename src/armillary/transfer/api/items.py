"""What became of each file of a task."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from armillary.transfer import items, store, wire
from armillary.transfer.api.context import LARGEST, CallerDep, ServicesDep
from armillary.transfer.errors import NotSupported
from armillary.transfer.history import check_history
from armillary.transfer.items import DoneFile
from armillary.transfer.model import SkippedError, Task

router = APIRouter(prefix="/v0.10")

Marker = Annotated[int, Query(ge=0, le=LARGEST)]
_R = TypeVar("_R", DoneFile, SkippedError)
_PAGE = 1000


@router.get("/task/{task_id}/successful_transfers")
def successful_transfers(
    task_id: UUID, caller: CallerDep, services: ServicesDep, marker: Marker = 0
) -> dict[str, Any]:
    """Files that a transfer has put in place, so far where it has not ended:
    ``GET /v0.10/task/<id>/successful_transfers``.
    """
    with services.database.read() as session:
        task = store.own_task(session, caller, str(task_id))
        return successes_page(session, task, marker)


@router.get("/task/{task_id}/skipped_errors")
def skipped_errors(
    task_id: UUID, caller: CallerDep, services: ServicesDep, marker: Marker = 0
) -> dict[str, Any]:
    """What a transfer left out because of errors: ``GET /v0.10/task/<id>/skipped_errors``."""
    with services.database.read() as session:
        task = store.own_task(session, caller, str(task_id))
        return skipped_page(session, task, marker)


def successes_page(session: Session, task: Task, marker: int) -> dict[str, Any]:
    """A page of the files that a transfer has put in place.

    :raises NotSupported: the task is a deletion
    """
    rows, next_marker = _page(items.done_files(session, of_a_transfer(task).id, marker))
    documents = [wire.successful_transfer(row) for row in rows]
    return wire.marked("successful_transfers", documents, marker=marker, next_marker=next_marker)


def skipped_page(session: Session, task: Task, marker: int) -> dict[str, Any]:
    """A page of what a transfer left out.

    :raises NotSupported: the task is a deletion
    """
    rows, next_marker = _page(items.skipped_errors(session, of_a_transfer(task).id, marker))
    documents = [wire.skipped_error(row) for row in rows]
    return wire.marked("skipped_errors", documents, marker=marker, next_marker=next_marker)


def of_a_transfer(task: Task) -> Task:
    """The task, if it is a transfer of which it is known what became of each file.

    :raises NotSupported: it is a deletion
    :raises Conflict: its history was removed
    """
    check_history(task)
    if task.type != "TRANSFER":
        raise NotSupported("The task is a deletion: it has no list of transferred files.")
    return task


def _page(rows: Iterator[_R]) -> tuple[list[_R], int | None]:
    """The first of some rows, and the marker of the next page if there is one."""
    page: list[_R] = list(islice(rows, _PAGE))
    following = next(rows, None)
    return page, following.position if following else None
