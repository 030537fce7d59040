"""Managing clients and their credentials."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.callers import MANAGE_PROJECTS, ApiCaller, CallerOf, caller_from
from armillary.auth.clients.model import Client, ClientCredential
from armillary.auth.clients.registration import (
    change_client,
    client_type_of,
    create_client,
    instantiate_template,
)
from armillary.auth.clients.store import (
    add_credential,
    clients_of,
    credentials_of,
    managed_client,
    managed_owner,
    scope_ids_of,
)
from armillary.auth.clients.wire import (
    ClientBody,
    CredentialBody,
    NewClientBody,
    NewClientFields,
    client_document,
    credential_document,
)
from armillary.auth.errors import BadRequest, NotFound, Unauthorized
from armillary.auth.freshness import may_change
from armillary.auth.identities.store import close_identity
from armillary.auth.parts import Parts, PartsOf
from armillary.auth.projects.store import project_of
from armillary.auth.sessions.steps import address_of
from armillary.auth.sessions.throttle import INSTANCES, count_attempt
from armillary.auth.tokens.store import revoke_grants

router = APIRouter(prefix="/v2/api/clients")

VIEW_CLIENTS = (
    "urn:globus:auth:scope:auth.globus.org:view_clients",
    "urn:globus:auth:scope:auth.globus.org:view_clients_and_scopes",
)


def _optional_caller(request: Request, parts: PartsOf) -> ApiCaller | None:
    if "authorization" not in request.headers:
        return None
    return caller_from(request, parts)


OptionalCallerOf = Annotated[ApiCaller | None, Depends(_optional_caller)]


@router.get("")
def get_clients(caller: CallerOf, parts: PartsOf, fqdn: str | None = None) -> dict[str, Any]:
    """The clients that the caller manages; with ``fqdn`` the one that is known by that name."""
    caller.require(MANAGE_PROJECTS, *VIEW_CLIENTS)
    with parts.database.read() as session:
        if fqdn is not None:
            client = managed_owner(session, fqdn, caller.manager(session))
            return {"client": _document(session, parts, client)}
        clients = clients_of(session, caller.manager(session))
        return {"clients": [_document(session, parts, client) for client in clients]}


@router.get("/{client_id}")
def get_client(client_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """One client."""
    caller.require(MANAGE_PROJECTS, *VIEW_CLIENTS)
    with parts.database.read() as session:
        return {
            "client": _document(
                session, parts, managed_client(session, client_id, caller.manager(session))
            )
        }


@router.post("", status_code=201)
def post_client(
    request: Request, body: NewClientBody, caller: OptionalCallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Register a client: in a project, as a child of the calling client, or from a template."""
    if body.client.template_id is not None:
        _count_instance(request, parts)
    with parts.database.write() as session:
        client, credential = _register(session, parts, caller, body.client)
        _record(session, "client.created", caller, client)
        document = {"client": _document(session, parts, client)}
        if credential is None:
            return document
        included = {"client_credential": credential_document(*credential)}
        return {**document, "included": included}


@router.put("/{client_id}")
def put_client(
    client_id: str, body: ClientBody, caller: CallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Change what the body names of a client."""
    may_change(caller)
    with parts.database.write() as session:
        client = managed_client(session, client_id, caller.manager(session))
        change_client(client, parts.settings, body.client)
        changed = sorted(body.client.model_fields_set)
        _record(session, "client.updated", caller, client, changed=changed)
        return {"client": _document(session, parts, client)}


@router.delete("/{client_id}")
def delete_client(client_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Remove a client, and with it every consent to it and every token got by these."""
    may_change(caller)
    with parts.database.write() as session:
        client = managed_client(session, client_id, caller.manager(session))
        document = _document(session, parts, client)
        revoke_grants(session, client_id=client.id)
        close_identity(session, client.id)
        session.delete(client)
        _record(session, "client.deleted", caller, client)
        return {"client": document}


@router.get("/{client_id}/credentials")
def get_credentials(client_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """A client's credentials, without the secrets, which nobody has any more."""
    caller.require(MANAGE_PROJECTS)
    with parts.database.read() as session:
        client = managed_client(session, client_id, caller.manager(session))
        return {"credentials": [credential_document(c) for c in credentials_of(session, client.id)]}


@router.post("/{client_id}/credentials", status_code=201)
def post_credential(
    client_id: str, body: CredentialBody, caller: CallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Give a client one more secret; the answer is the only place where it can be read."""
    may_change(caller)
    with parts.database.write() as session:
        client = managed_client(session, client_id, caller.manager(session))
        if client.public:
            raise BadRequest("This type of app can't keep a secret, so it gets none.")
        credential, secret = add_credential(session, client.id, body.credential.name)
        _record(session, "credential.created", caller, client, credential=credential.name)
        return {"credential": credential_document(credential, secret)}


@router.delete("/{client_id}/credentials/{credential_id}")
def delete_credential(
    client_id: str, credential_id: str, caller: CallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Make a secret void."""
    may_change(caller)
    with parts.database.write() as session:
        client = managed_client(session, client_id, caller.manager(session))
        credential = session.get(ClientCredential, credential_id.lower())
        if credential is None or credential.client_id != client.id:
            raise NotFound("There is no such credential.")
        session.delete(credential)
        _record(session, "credential.deleted", caller, client, credential=credential.name)
        return {"credential": credential_document(credential)}


def _register(
    session: Session, parts: Parts, caller: ApiCaller | None, fields: NewClientFields
) -> tuple[Client, tuple[ClientCredential, str] | None]:
    """A new client, with its first secret if it can keep one and is not made in a project."""
    if fields.template_id is not None:
        client = instantiate_template(session, parts.settings, fields)
    elif caller is None:
        raise Unauthorized("Call must be authenticated.")
    elif fields.project is not None:
        return _in_project(session, parts, caller, fields), None
    else:
        client = _as_child(session, parts, caller, fields)
    return client, None if client.public else add_credential(session, client.id, "first")


def _count_instance(request: Request, parts: Parts) -> None:
    """Bound what anybody can have us store.

    :raises TooManyAttempts: a pause is due
    """
    address = address_of(request)
    with parts.database.write() as session:
        count_attempt(session, address, address, INSTANCES)


def _in_project(
    session: Session, parts: Parts, caller: ApiCaller, fields: NewClientFields
) -> Client:
    may_change(caller)
    project = project_of(session, fields.project or "", caller.manager(session))
    client_type = client_type_of(fields)
    return create_client(
        session, parts.settings, fields, client_type=client_type, project_id=project.id
    )


def _as_child(session: Session, parts: Parts, caller: ApiCaller, fields: NewClientFields) -> Client:
    if not caller.by_secret:
        raise BadRequest("project is missing: people register apps in a project.")
    client_type = client_type_of(fields)
    return create_client(
        session,
        parts.settings,
        fields,
        client_type=client_type,
        parent_client_id=caller.client_id,
    )


def _document(session: Session, parts: Parts, client: Client) -> dict[str, Any]:
    return client_document(client, parts.settings, scope_ids_of(session, client.id))


def _record(
    session: Session, event: str, caller: ApiCaller | None, client: Client, **more: Any
) -> None:
    record(
        session,
        event=event,
        actor=caller.identity_id if caller else None,
        client=caller.client_id if caller else None,
        target=client.id,
        project=client.project_id,
        detail={"name": client.name, "client_type": client.client_type, **more},
    )
