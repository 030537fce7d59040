"""Directory operations: the service asks the collection's node and passes on what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session

from armillary.transfer import listing, wire
from armillary.transfer.api.context import LARGEST, CallerDep, ServicesDep, completed, flag
from armillary.transfer.api.standing import files_of
from armillary.transfer.errors import OperationPaused, StorageFault
from armillary.transfer.manager.rules import pausing_operation
from armillary.transfer.manager.store import pause_rules_on
from armillary.transfer.nodes.client import NodeFault, reachable
from armillary.transfer.paths import as_directory, collection_path
from armillary.transfer.rules import Standing, check_account
from armillary.transfer.store import Place
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10/operation/endpoint/{endpoint_id}")

_MAX_ENTRIES = 100_000

# Fault of a node -> (HTTP status, code), for each operation; "" is for every other operation.
# A storage failure has a code that contains ExternalError or EndpointError, so that clients do
# not repeat the call.
_FAULTS: Mapping[tuple[str, str], tuple[int, str]] = {
    ("list", "FILE_NOT_FOUND"): (404, "ClientError.NotFound"),
    ("", "FILE_NOT_FOUND"): (404, "NotFound"),
    ("list", "NOT_A_DIRECTORY"): (502, "ExternalError.DirListingFailed.NotDirectory"),
    ("list", "PERMISSION_DENIED"): (403, "PermissionDenied"),
    ("", "PERMISSION_DENIED"): (403, "EndpointPermissionDenied"),
    ("mkdir", "EXISTS"): (502, "ExternalError.MkdirFailed.Exists"),
    ("rename", "EXISTS"): (502, "ExternalError.RenameFailed.Exists"),
    ("", "INVALID_PATH_NAME"): (400, "BadRequest"),
    ("list", "CONNECT_FAILED"): (502, "ExternalError.DirListingFailed.ConnectFailed"),
    ("mkdir", "CONNECT_FAILED"): (502, "ExternalError.MkdirFailed.ConnectFailed"),
    ("list", "GC_NOT_CONNECTED"): (502, "ExternalError.DirListingFailed.GCDisconnected"),
    ("mkdir", "GC_NOT_CONNECTED"): (502, "ExternalError.MkdirFailed.GCDisconnected"),
    ("rename", "GC_NOT_CONNECTED"): (502, "ExternalError.RenameFailed.GCDisconnected"),
    ("", "GC_NOT_CONNECTED"): (502, "ExternalError.GCDisconnected"),
    ("list", "NO_CREDENTIALS"): (502, "ExternalError.DirListingFailed.LoginFailed"),
    ("list", "INVALID_SERVICE_CREDENTIAL"): (502, "ExternalError.DirListingFailed.LoginFailed"),
    ("", "NO_CREDENTIALS"): (502, "ExternalError.LoginFailed"),
    ("", "INVALID_SERVICE_CREDENTIAL"): (502, "ExternalError.LoginFailed"),
    ("", "NO_SPACE_LEFT"): (502, "ExternalError.NoSpaceLeft"),
    ("", "QUOTA_EXCEEDED"): (502, "ExternalError.QuotaExceeded"),
}
_OTHER_FAULT = (502, "EndpointError")


@router.get("/ls")
def ls(
    endpoint_id: UUID,
    caller: CallerDep,
    services: ServicesDep,
    path: str | None = None,
    show_hidden: str | None = None,
    limit: Annotated[int, Query(ge=1, le=_MAX_ENTRIES)] = _MAX_ENTRIES,
    offset: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    orderby: str | None = None,
    local_user: str | None = None,
    filter: Annotated[list[str] | None, Query()] = None,
) -> dict[str, Any]:
    """List a directory: ``GET /v0.10/operation/endpoint/<id>/ls``."""
    wanted = collection_path(path)
    hidden = flag(show_hidden)
    answer = _ask(
        services,
        caller,
        endpoint_id,
        "list",
        {"path": wanted, "show_hidden": hidden is not False, "limit": _MAX_ENTRIES},
        local_user,
    )
    if answer["truncated"]:
        raise StorageFault(
            f"The directory '{wanted}' has more than {_MAX_ENTRIES} entries.",
            code="ExternalError.DirListingFailed.SizeLimit",
            status=502,
        )
    entries = [wire.file_entry(entry) for entry in answer["entries"]]
    chosen = listing.select(entries, filters=filter or (), orderby=orderby)
    return wire.file_list(
        str(endpoint_id),
        path=as_directory(path or "/~/"),
        absolute_path=as_directory(wanted),
        entries=chosen[offset : offset + limit],
        total=len(chosen),
    )


@router.get("/stat")
def stat(
    endpoint_id: UUID,
    caller: CallerDep,
    services: ServicesDep,
    path: str | None = None,
    local_user: str | None = None,
) -> dict[str, Any]:
    """One file or directory: ``GET /v0.10/operation/endpoint/<id>/stat``."""
    body = {"path": collection_path(path)}
    return wire.file_entry(_ask(services, caller, endpoint_id, "stat", body, local_user))


class _Change(BaseModel):
    local_user: str | None = None


class Mkdir(_Change):
    """Body of ``mkdir``."""

    path: str


@router.post("/mkdir")
def mkdir(
    endpoint_id: UUID, body: Mkdir, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Make a directory: ``POST /v0.10/operation/endpoint/<id>/mkdir``."""
    made = {"path": collection_path(body.path)}
    _ask(services, caller, endpoint_id, "mkdir", made, body.local_user)
    message = "The directory was created successfully"
    return completed(request, wire.result("DirectoryCreated", message, data_type="mkdir_result"))


class Rename(_Change):
    """Body of ``rename``."""

    old_path: str
    new_path: str


@router.post("/rename")
def rename(
    endpoint_id: UUID, body: Rename, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Rename a file or directory: ``POST /v0.10/operation/endpoint/<id>/rename``."""
    paths = {
        "old_path": collection_path(body.old_path),
        "new_path": collection_path(body.new_path),
    }
    _ask(services, caller, endpoint_id, "rename", paths, body.local_user)
    return completed(request, wire.result("FileRenamed", "File or directory renamed successfully"))


class Symlink(_Change):
    """Body of ``symlink``."""

    path: str
    symlink_target: str


@router.post("/symlink")
def symlink(
    endpoint_id: UUID, body: Symlink, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Make a symbolic link: ``POST /v0.10/operation/endpoint/<id>/symlink``."""
    link = {"path": collection_path(body.path), "target": body.symlink_target}
    _ask(services, caller, endpoint_id, "symlink", link, body.local_user)
    return completed(request, wire.result("SymlinkCreated", "The symlink was created successfully"))


_READS = frozenset({"list", "stat"})
_PATHS = ("path", "old_path", "new_path")


def _ask(
    services: ServicesDep,
    caller: Caller,
    endpoint_id: UUID,
    operation: str,
    body: dict[str, Any],
    local_user: str | None,
) -> dict[str, Any]:
    """Have the node do something, for a caller who may do it on the body's paths.

    :param local_user: the local account as which it is to be done, if one was named
    """
    reads = operation in _READS
    paths = [body[name] for name in _PATHS if name in body]
    needed = {"read" if reads else "write": paths}
    with services.database.read() as session:
        standing, place = files_of(session, services, caller, str(endpoint_id), **needed)
        check_account(place, local_user)
        _check_paused(session, standing, operation)
    inside = {name: place.inside(body[name]) for name in _PATHS if name in body}
    try:
        ticket = services.nodes.ticket(place, "list" if reads else "modify")
        call = body | inside | {"ticket": ticket}
        return services.nodes.call(reachable(place), operation, call)
    except NodeFault as fault:
        raise _storage_fault(operation, fault, place) from fault


def _check_paused(session: Session, standing: Standing, operation: str) -> None:
    rules = pause_rules_on(session, standing.place.lineage)
    rule = pausing_operation(rules, standing.party.identities, operation)
    if rule is not None:
        raise OperationPaused(
            f"A manager of '{standing.collection.display_name}' has paused this: {rule.message}"
        )


def _storage_fault(operation: str, fault: NodeFault, place: Place) -> StorageFault:
    status, code = (
        _FAULTS.get((operation, fault.code)) or _FAULTS.get(("", fault.code)) or _OTHER_FAULT
    )
    name, cid = place.collection.display_name, place.collection.id
    return StorageFault(f"{fault.message}\nEndpoint: {name} ({cid})", code=code, status=status)
