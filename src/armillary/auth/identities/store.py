"""Queries on identities, and how new ones are made."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.auth.errors import UsernameTaken
from armillary.auth.identities.known_providers import provider_of
from armillary.auth.identities.model import Account, Identity, Password
from armillary.auth.identities.passwords import hash_password
from armillary.auth.identities.providers import CLIENTS, LOCAL
from armillary.auth.identities.rules import USERNAME, is_reserved
from armillary.core.clock import utcnow
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

    An identity that was only provisioned so far is taken into use, under the id it has.

    :param username: stored in lower case
    :raises UsernameTaken: somebody uses it
    """
    return add_identity(
        session,
        username=username,
        password_hash=hash_password(password),
        name=name,
        email=email,
        organization=organization,
    )


def add_identity(
    session: Session,
    *,
    username: str,
    password_hash: str,
    name: str,
    email: str,
    organization: str | None,
) -> Identity:
    """The same with the password hashed already, which takes too long for a transaction.

    :raises UsernameTaken: somebody uses the username
    """
    if elsewhere := provider_of(session, username):
        raise UsernameTaken(f"People of {elsewhere.name} have such usernames. Sign in there.")
    identity = find_by_username(session, username) or _new(session, username)
    if identity.status != "unused":
        raise UsernameTaken("This username is taken. Choose another.")
    identity.status = "used"
    identity.name, identity.email, identity.organization = name, email, organization
    session.add(Password(identity_id=identity.id, hash=password_hash))
    session.flush()
    return identity


def provision(session: Session, usernames: Iterable[str]) -> None:
    """Make identities of those usernames that are unknown, for their owners to take into use."""
    wanted = {username.lower() for username in usernames}
    known = {identity.username for identity in find_many(session, usernames=wanted)}
    for username in sorted(wanted - known):
        if USERNAME.fullmatch(username) and not is_reserved(username):
            _new(session, username)


def _new(session: Session, username: str) -> Identity:
    provider = provider_of(session, username)
    identity = Identity(
        id=new_id(),
        username=username.lower(),
        status="unused",
        identity_provider=provider.id if provider else LOCAL.id,
    )
    return _with_account(session, identity)


def add_federated_identity(
    session: Session, *, username: str, provider_id: str, provider_name: str
) -> Identity:
    """Take an identity into use that another provider vouches for.

    :param username: in lower case, of one of the provider's domains
    :raises UsernameTaken: somebody uses it already, under another name at the provider or here
    """
    identity = find_by_username(session, username) or _new(session, username)
    if identity.status != "unused":
        raise UsernameTaken(
            f"{username} was taken before {provider_name} vouched for it. Ask the operator."
        )
    identity.status, identity.identity_provider = "used", provider_id
    session.flush()
    return identity


def create_service_identity(session: Session, *, client_id: str, name: str) -> Identity:
    """Make the identity that a client itself has: its id is the client's id."""
    identity = Identity(
        id=client_id,
        username=f"{client_id}@clients.auth.globus.org",
        name=name,
        identity_provider=CLIENTS.id,
    )
    return _with_account(session, identity)


def new_account(session: Session) -> str:
    """The id of an account that has no identity yet."""
    account = Account(id=new_id())
    session.add(account)
    session.flush()
    return account.id


def _with_account(session: Session, identity: Identity) -> Identity:
    identity.account_id = new_account(session)
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


def usernames_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The usernames of those of the identities that exist and are not closed, by id."""
    return {i.id: i.username for i in find_many(session, ids=ids) if i.status != "closed"}


def password_hash_of(session: Session, identity_id: str) -> str | None:
    """The stored password hash, if the identity signs in with one."""
    return session.scalar(select(Password.hash).where(Password.identity_id == identity_id))


def set_password(session: Session, identity_id: str, password_hash: str) -> None:
    """Replace an identity's password."""
    password = session.get_one(Password, identity_id)
    password.hash, password.changed = password_hash, utcnow()


def linked(session: Session, account_id: str) -> list[Identity]:
    """Every identity of an account that is not closed, the primary one first."""
    found = select(Identity).where(Identity.account_id == account_id, Identity.status != "closed")
    return list(session.scalars(found.order_by(Identity.is_primary.desc(), Identity.created)))


def proven_address(session: Session, identity: Identity) -> str | None:
    """The confirmed e-mail address of an identity, or else of another of its account's.

    None where there is none, or nobody may use the account.
    """
    if session.get_one(Account, identity.account_id).disabled_at is not None:
        return None
    others = linked(session, identity.account_id)
    known = sorted(others, key=lambda other: other.id != identity.id)
    return next((each.email for each in known if each.email and each.email_verified_at), None)


def are_linked(session: Session, left: str, right: str) -> bool:
    """Whether two identities exist and belong to one account."""
    one, other = find_identity(session, left), find_identity(session, right)
    return one is not None and other is not None and one.account_id == other.account_id


def close_identity(session: Session, identity_id: str) -> None:
    """Retire an identity; its id and name stay readable in what it once did."""
    identity = find_identity(session, identity_id)
    if identity is not None:
        identity.status = "closed"
