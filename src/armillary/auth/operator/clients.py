"""Clients, for operators."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.clients.store import (
    add_credential,
    credentials_of,
    find_client,
    replace_credentials,
    scope_ids_of,
)
from armillary.auth.errors import BadRequest, NotFound
from armillary.auth.identities.store import close_identity
from armillary.auth.operator.record import record_operation
from armillary.auth.tokens.store import revoke_grants
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret


def list_clients(
    session: Session, *, search: str = "", limit: int = 100, after: str = ""
) -> list[dict[str, Any]]:
    """Clients by id.

    :param search: part of a name
    :param after: the id with which the page before ended
    """
    query = select(Client).where(
        Client.id > after.lower(), func.lower(Client.name).like(f"%{search.lower()}%")
    )
    found = session.scalars(query.order_by(Client.id).limit(limit))
    return [_document(client) for client in found]


def show_client(session: Session, client_id: str) -> dict[str, Any]:
    """A client with its credentials, of which the secrets are nowhere.

    :raises NotFound: there is none
    """
    client = _client(session, client_id)
    return {
        **_document(client),
        "redirect_uris": list(client.redirect_uris),
        "scopes": scope_ids_of(session, client.id),
        "credentials": [
            {"id": c.id, "name": c.name, "created": c.created}
            for c in credentials_of(session, client.id)
        ],
    }


def disable_client(session: Session, client_id: str) -> dict[str, Any]:
    """Give a client no more tokens, let it sign nobody in, and void what it has.

    :raises NotFound: there is none
    """
    client = _client(session, client_id)
    client.disabled_at = client.disabled_at or utcnow()
    revoke_grants(session, client_id=client.id)
    record_operation(session, "client.disabled", target=client.id)
    return show_client(session, client_id)


def enable_client(session: Session, client_id: str) -> dict[str, Any]:
    """Let a client work again; the tokens that it had stay void.

    :raises NotFound: there is none
    """
    client = _client(session, client_id)
    client.disabled_at = None
    record_operation(session, "client.enabled", target=client.id)
    return show_client(session, client_id)


def delete_client(session: Session, client_id: str) -> dict[str, Any]:
    """Remove a client, every consent to it and every token got by these.

    :raises NotFound: there is none
    """
    document = show_client(session, client_id)
    client = _client(session, client_id)
    revoke_grants(session, client_id=client.id)
    close_identity(session, client.id)
    session.delete(client)
    record_operation(session, "client.deleted", target=client.id, name=client.name)
    return document


def rotate_secret(session: Session, client_id: str, *, keep: bool) -> dict[str, Any]:
    """Give a client a new secret, which is nowhere but in the answer.

    :param keep: let the secrets of before work as well, until they are deleted
    :raises NotFound: there is none
    :raises BadRequest: it is a public one
    """
    client = _client(session, client_id)
    if client.public:
        raise BadRequest("This type of app can't keep a secret, so it gets none.")
    name, secret = f"operator {utcnow():%Y-%m-%d}", new_secret()
    if keep:
        add_credential(session, client.id, name, secret)
    else:
        replace_credentials(session, client.id, name, secret)
    record_operation(session, "credential.rotated", target=client.id, kept=keep)
    return {"client": client.id, "name": name, "secret": secret}


def _client(session: Session, client_id: str) -> Client:
    client = find_client(session, client_id)
    if client is None:
        raise NotFound(
            f"There is no client {client_id}. `armillary admin clients list` shows them."
        )
    return client


def _document(client: Client) -> dict[str, Any]:
    return {
        "id": client.id,
        "name": client.name,
        "client_type": client.client_type,
        "project": client.project_id,
        "parent_client": client.parent_client_id,
        "created": client.created,
        "disabled": client.disabled_at is not None,
        "disabled_at": client.disabled_at,
    }
