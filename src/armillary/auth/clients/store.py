"""Queries on clients and their credentials."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client, ClientCredential
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
