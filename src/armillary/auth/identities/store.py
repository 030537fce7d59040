"""Queries on identities, and how new ones are made."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.auth.identities.model import Account, Identity, Password
from armillary.auth.identities.passwords import hash_password
from armillary.auth.identities.providers import CLIENTS, LOCAL
from armillary.core.ids import new_id


def create_identity(
    session: Session,
    *,
    username: str,
    password: str,
    name: str,
    email: str,
    organization: str | None = None,
) -> Identity:
    """Make an account with one local identity that signs in with a password.

    :param username: stored in lower case
    :raises sqlalchemy.exc.IntegrityError: the username is taken
    """
    identity = _add_identity(
        session,
        Identity(
            id=new_id(),
            username=username.lower(),
            name=name,
            email=email,
            organization=organization,
            identity_provider=LOCAL.id,
        ),
    )
    session.add(Password(identity_id=identity.id, hash=hash_password(password)))
    session.flush()
    return identity


def create_service_identity(session: Session, *, client_id: str, name: str) -> Identity:
    """Make the identity that a client itself has: its id is the client's id."""
    identity = Identity(
        id=client_id,
        username=f"{client_id}@clients.auth.globus.org",
        name=name,
        identity_provider=CLIENTS.id,
        identity_type="login",
    )
    return _add_identity(session, identity)


def _add_identity(session: Session, identity: Identity) -> Identity:
    account = Account(id=new_id())
    session.add(account)
    session.flush()
    identity.account_id = account.id
    session.add(identity)
    session.flush()
    return identity


def find_identity(session: Session, identity_id: str) -> Identity | None:
    """The identity with this id."""
    return session.get(Identity, identity_id.lower())


def find_by_username(session: Session, username: str) -> Identity | None:
    """The identity with this username, in any case."""
    return session.scalar(select(Identity).where(Identity.username == username.lower()))


def find_many(
    session: Session, *, ids: Iterable[str] = (), usernames: Iterable[str] = ()
) -> list[Identity]:
    """The identities among those named that exist, ordered by username."""
    named = Identity.id.in_([i.lower() for i in ids]) | Identity.username.in_(
        [u.lower() for u in usernames]
    )
    return list(session.scalars(select(Identity).where(named).order_by(Identity.username)))


def password_hash_of(session: Session, identity_id: str) -> str | None:
    """The stored password hash, if the identity signs in with one."""
    return session.scalar(select(Password.hash).where(Password.identity_id == identity_id))


def linked(session: Session, account_id: str) -> list[Identity]:
    """Every identity of an account, the primary one first."""
    found = select(Identity).where(Identity.account_id == account_id)
    return list(session.scalars(found.order_by(Identity.is_primary.desc(), Identity.created)))
