"""Receipts of finished transfers, and the key that verifies them. Ours, not Globus'."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from armillary.db.engine import Database
from armillary.transfer import items, receipt, store
from armillary.transfer.api.context import CallerDep, ServicesDep
from armillary.transfer.api.items import of_a_transfer
from armillary.transfer.errors import Conflict, NotSupported
from armillary.transfer.items import DoneFile
from armillary.transfer.model import Task
from armillary.transfer.outcome import is_final
from armillary.web.caller import Caller

router = APIRouter()

Format = Literal["json", "checksums"]
_FILES_A_READ = 5000
_PARTS = {"json": "application/x-ndjson", "checksums": "text/plain; charset=utf-8"}


@router.get("/v0.10/task/{task_id}/manifest")
def manifest(
    task_id: UUID, caller: CallerDep, services: ServicesDep, format: Format = "json"
) -> Response:
    """What a transfer has put in place: ``GET /v0.10/task/<id>/manifest``.

    ``format=json``: lines of JSON; ``format=checksums``: what ``sha256sum -c`` takes.
    """
    task = _finished(services.database, caller, task_id, format)
    name = f"{task.id}.{'jsonl' if format == 'json' else task_algorithm(services.database, task)}"
    return StreamingResponse(
        _content(services.database, task, format),
        media_type=_PARTS[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get("/v0.10/task/{task_id}/manifest_signature")
def manifest_signature(
    task_id: UUID, caller: CallerDep, services: ServicesDep, format: Format = "json"
) -> Response:
    """A detached JWS of the manifest: ``GET /v0.10/task/<id>/manifest_signature``."""
    task = _finished(services.database, caller, task_id, format)
    content = _content(services.database, task, format)
    signature = receipt.detached_signature(content, services.credentials.receipt_key)
    return Response(signature, media_type="application/jose")


@router.get("/.well-known/jwks.json")
def keys(services: ServicesDep) -> dict[str, Any]:
    """The keys that verify receipts (RFC 7517); for everybody."""
    return {"keys": [receipt.public_jwk(services.credentials.receipt_key)]}


def _finished(database: Database, caller: Caller, task_id: UUID, format: Format) -> Task:
    """The task of a manifest.

    :raises TaskNotFound: it is not the caller's
    :raises NotSupported: there is nothing of the kind
    :raises Conflict: it has not ended yet, or its history was removed
    """
    with database.read() as session:
        task = of_a_transfer(store.own_task(session, caller, str(task_id)))
    if not is_final(task):
        raise Conflict("The task has not ended yet; its manifest is final when it has.")
    if format == "checksums" and task_algorithm(database, task) is None:
        raise NotSupported(
            "Not every file of this transfer has a checksum by one same algorithm. Submit with "
            "verify_checksum, and checksum_algorithm in each item, to have them."
        )
    return task


def task_algorithm(database: Database, task: Task) -> str | None:
    """The one algorithm by which all files of a task were verified, if there is one."""
    with database.read() as session:
        used = items.algorithms(session, task.id)
    return next(iter(used)) if len(used) == 1 else None


def _content(database: Database, task: Task, format: Format) -> Iterator[bytes]:
    files = _files(database, task.id)
    lines = receipt.json_lines(task, files) if format == "json" else receipt.checksum_lines(files)
    while part := b"".join(islice(lines, 1000)):
        yield part


def _files(database: Database, task_id: str) -> Iterator[DoneFile]:
    """All files, without keeping a transaction while somebody reads slowly."""
    marker = 0
    while True:
        with database.read() as session:
            found = list(islice(items.done_files(session, task_id, marker), _FILES_A_READ))
        yield from found
        if len(found) < _FILES_A_READ:
            return
        marker = found[-1].position + 1
