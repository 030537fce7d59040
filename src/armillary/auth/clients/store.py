"""Queries on clients and their credentials."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client, ClientCredential
from armillary.auth.projects.admins import administered
from armillary.auth.projects.model import ProjectAdmin
from armillary.auth.scopes.model import Scope
from armillary.core.ids import new_secret, secret_hash


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


def clients_of(session: Session, identity_id: str) -> list[Client]:
    """The clients that an identity manages, in projects or as their parent."""
    query = select(Client).where(
        Client.project_id.in_(administered(identity_id))
        | (Client.parent_client_id == identity_id)
        | (Client.id == identity_id)
    )
    return list(session.scalars(query.order_by(Client.created, Client.id)))


def is_manager(session: Session, client: Client, identity_id: str) -> bool:
    """Whether an identity manages a client: as administrator, as its parent, or as itself."""
    if identity_id in (client.id, client.parent_client_id):
        return True
    query = administered(identity_id).where(ProjectAdmin.project_id == client.project_id)
    return session.scalar(query.limit(1)) is not None


def find_by_fqdn(session: Session, fqdn: str) -> Client | None:
    """The client that owns a domain name."""
    client = session.scalar(select(Client).where(Client.resource_server_name == fqdn))
    return client if client is not None and fqdn in client.fqdns else None


def scope_ids_of(session: Session, client_id: str) -> list[str]:
    """The ids of the scopes that a client owns."""
    query = select(Scope.id).where(Scope.client_id == client_id)
    return list(session.scalars(query.order_by(Scope.scope_string)))
