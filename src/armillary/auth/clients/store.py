"""Queries on clients and their credentials."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client, ClientCredential
from armillary.auth.errors import NotFound
from armillary.auth.projects.admins import Manager, administered
from armillary.auth.scopes.model import Scope
from armillary.core.ids import new_secret, secret_hash

_NONE = "There is no such client, or you don't manage it."


def find_client(session: Session, client_id: str) -> Client | None:
    """The client with this id."""
    return session.get(Client, client_id.lower())


def find_by_secret(session: Session, client_id: str, secret: str) -> Client | None:
    """The client that this secret belongs to, if the id is its own."""
    return session.scalar(
        select(Client)
        .join(ClientCredential, ClientCredential.client_id == Client.id)
        .where(ClientCredential.secret_hash == secret_hash(secret), Client.id == client_id.lower())
    )


def add_credential(
    session: Session, client_id: str, name: str, secret: str | None = None
) -> tuple[ClientCredential, str]:
    """Give a client one more secret; it is returned here and never again.

    :param secret: a secret of at least 256 bits made elsewhere; absent, a fresh one
    """
    value = secret or new_secret()
    credential = ClientCredential(client_id=client_id, name=name, secret_hash=secret_hash(value))
    session.add(credential)
    session.flush()
    return credential, value


def credentials_of(session: Session, client_id: str) -> list[ClientCredential]:
    """A client's credentials, oldest first."""
    found = select(ClientCredential).where(ClientCredential.client_id == client_id)
    return list(session.scalars(found.order_by(ClientCredential.created)))


def replace_credentials(session: Session, client_id: str, name: str, secret: str) -> None:
    """Make one secret the only one that a client has."""
    session.execute(delete(ClientCredential).where(ClientCredential.client_id == client_id))
    add_credential(session, client_id, name, secret)


def clients_of(session: Session, manager: Manager) -> list[Client]:
    """The clients that an identity manages, in projects or as their parent."""
    query = select(Client).where(managed_by(manager))
    return list(session.scalars(query.order_by(Client.created, Client.id)))


def managed_by(manager: Manager) -> ColumnElement[bool]:
    """Whether an identity manages a client: as administrator, as its parent, or as itself."""
    return (
        Client.project_id.in_(administered(manager))
        | (Client.parent_client_id == manager.identity_id)
        | (Client.id == manager.identity_id)
    )


def managed_client(session: Session, client_id: str, manager: Manager) -> Client:
    """A client that an identity manages.

    :raises NotFound: there is none, or it is others'
    """
    return _only(session, Client.id == client_id.lower(), managed_by(manager))


def managed_owner(session: Session, fqdn: str, manager: Manager) -> Client:
    """The client that owns a domain name, if an identity manages it.

    :raises NotFound: there is none, or it is others'
    """
    client = _only(session, Client.resource_server_name == fqdn, managed_by(manager))
    if fqdn not in client.fqdns:
        raise NotFound(_NONE)
    return client


def _only(session: Session, *conditions: ColumnElement[bool]) -> Client:
    client = session.scalar(select(Client).where(*conditions))
    if client is None:
        raise NotFound(_NONE)
    return client


def scope_ids_of(session: Session, client_id: str) -> list[str]:
    """The ids of the scopes that a client owns."""
    query = select(Scope.id).where(Scope.client_id == client_id)
    return list(session.scalars(query.order_by(Scope.scope_string)))
