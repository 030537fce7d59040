"""Managing scopes of clients."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.callers import MANAGE_PROJECTS, ApiCaller, CallerOf
from armillary.auth.clients.model import Client
from armillary.auth.clients.store import managed_client
from armillary.auth.errors import BadRequest
from armillary.auth.freshness import may_change
from armillary.auth.parts import PartsOf
from armillary.auth.scopes.definition import (
    change_scope,
    define_scope,
    dependencies_of,
    managed_scope,
    managed_scopes,
    visible_scope,
    visible_scopes,
)
from armillary.auth.scopes.model import Scope
from armillary.auth.scopes.wire import NewScopeBody, ScopeBody, scope_document

router = APIRouter(prefix="/v2/api")

VIEW_SCOPES = "urn:globus:auth:scope:auth.globus.org:view_clients_and_scopes"


@router.get("/scopes")
def get_scopes(
    caller: CallerOf, parts: PartsOf, ids: str | None = None, scope_strings: str | None = None
) -> dict[str, Any]:
    """The scopes that the caller manages, or those named that it manages or are advertised."""
    caller.require(MANAGE_PROJECTS, VIEW_SCOPES)
    if ids is not None and scope_strings is not None:
        raise BadRequest("Give either ids or scope_strings.")
    with parts.database.read() as session:
        if ids is None and scope_strings is None:
            scopes = managed_scopes(session, caller.manager(session))
        else:
            scopes = visible_scopes(
                session,
                caller.manager(session),
                ids=[scope_id.lower() for scope_id in _listed(ids)],
                scope_strings=_listed(scope_strings),
            )
        return {"scopes": [_document(session, scope) for scope in scopes]}


@router.get("/scopes/{scope_id}")
def get_scope(scope_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """One scope that the caller manages, or that is advertised."""
    caller.require(MANAGE_PROJECTS, VIEW_SCOPES)
    with parts.database.read() as session:
        scope = visible_scope(session, scope_id, caller.manager(session))
        return {"scope": _document(session, scope)}


@router.post("/clients/{client_id}/scopes", status_code=201)
def post_scope(
    client_id: str, body: NewScopeBody, caller: CallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Define a scope that a client serves."""
    may_change(caller)
    with parts.database.write() as session:
        client = managed_client(session, client_id, caller.manager(session))
        scope = define_scope(session, client, body.scope, caller.manager(session))
        _record(session, "scope.created", caller, scope, client)
        return {"scope": _document(session, scope)}


@router.put("/scopes/{scope_id}")
def put_scope(scope_id: str, body: ScopeBody, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Change what the body names of a scope."""
    may_change(caller)
    with parts.database.write() as session:
        scope = managed_scope(session, scope_id, caller.manager(session))
        client = session.get_one(Client, scope.client_id)
        change_scope(session, scope, client, body.scope, caller.manager(session))
        changed = sorted(body.scope.model_fields_set)
        _record(session, "scope.updated", caller, scope, client, changed=changed)
        return {"scope": _document(session, scope)}


@router.delete("/scopes/{scope_id}")
def delete_scope(scope_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Remove a scope, and with it every consent to it."""
    may_change(caller)
    with parts.database.write() as session:
        scope = managed_scope(session, scope_id, caller.manager(session))
        document = _document(session, scope)
        session.delete(scope)
        client = session.get_one(Client, scope.client_id)
        _record(session, "scope.deleted", caller, scope, client)
        return {"scope": document}


def _listed(text: str | None) -> list[str]:
    return [part for part in (text or "").split(",") if part]


def _document(session: Session, scope: Scope) -> dict[str, Any]:
    return scope_document(scope, dependencies_of(session, scope.id))


def _record(
    session: Session, event: str, caller: ApiCaller, scope: Scope, client: Client, **more: Any
) -> None:
    record(
        session,
        event=event,
        actor=caller.identity_id,
        client=caller.client_id,
        target=scope.id,
        project=client.project_id,
        detail={"name": scope.name, "scope_string": scope.scope_string, **more},
    )
