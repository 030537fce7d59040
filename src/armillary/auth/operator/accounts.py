"""Accounts of people, for operators."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.auth.errors import BadRequest, NotFound
from armillary.auth.factors.store import forget_factors
from armillary.auth.identities.model import Account, Identity, Password
from armillary.auth.identities.passwords import MAX_LENGTH, MIN_LENGTH, hash_password
from armillary.auth.identities.providers import CLIENTS
from armillary.auth.identities.store import (
    add_identity,
    find_by_username,
    find_identity,
    linked,
)
from armillary.auth.operator.record import record_operation
from armillary.auth.sessions.rules import sign_up_problem
from armillary.auth.sessions.store import end_sessions, sessions_of
from armillary.auth.tokens.store import revoke_grants_of_account
from armillary.core.clock import utcnow
from armillary.db.engine import Database


def list_accounts(
    session: Session, *, search: str = "", limit: int = 100, after: str = ""
) -> list[dict[str, Any]]:
    """People's identities by username, each with the state of its account.

    :param search: part of a username, name or e-mail address
    :param after: the username with which the page before ended
    """
    text = f"%{search.lower()}%"
    query = (
        select(Identity, Account)
        .join(Account, Account.id == Identity.account_id)
        .where(
            Identity.identity_provider != CLIENTS.id,
            Identity.username > after.lower(),
            func.lower(Identity.username).like(text)
            | func.lower(Identity.name).like(text)
            | func.lower(Identity.email).like(text),
        )
        .order_by(Identity.username)
        .limit(limit)
    )
    return [_document(identity, account) for identity, account in session.execute(query)]


def show_account(session: Session, name: str) -> dict[str, Any]:
    """An account with its identities and live sessions.

    :param name: username or identity id
    :raises NotFound: nobody is called so
    """
    account = _account(session, name)
    identities = linked(session, account.id)
    return {
        **_document(identities[0], account),
        "identities": [
            {"id": i.id, "username": i.username, "status": i.status} for i in identities
        ],
        "sessions": [
            {"id": s.id, "created": s.created, "expires_at": s.expires_at}
            for s in sessions_of(session, account.id)
        ],
    }


def create_account(
    database: Database, *, username: str, password: str, name: str, email: str, organization: str
) -> dict[str, Any]:
    """Make an account with a password, under the rules of signing up.

    :raises BadRequest: a field makes no sense
    :raises UsernameTaken: somebody uses the username
    """
    form = {"username": username, "password": password, "name": name, "email": email}
    if problem := sign_up_problem({**form, "organization": organization}):
        raise BadRequest(problem)
    password_hash = hash_password(password)
    with database.write() as session:
        identity = add_identity(
            session,
            username=username,
            password_hash=password_hash,
            name=name.strip(),
            email=email,
            organization=organization or None,
        )
        record_operation(session, "identity.created", target=identity.id)
        return show_account(session, identity.id)


def disable_account(session: Session, name: str) -> dict[str, Any]:
    """Let nobody sign in to an account, and end what it is doing: sessions, tokens.

    :raises NotFound: nobody is called so
    """
    account = _account(session, name)
    account.disabled_at = account.disabled_at or utcnow()
    ended = end_sessions(session, account.id)
    revoke_grants_of_account(session, account.id)
    record_operation(session, "account.disabled", target=_primary(session, account), sessions=ended)
    return show_account(session, name)


def enable_account(session: Session, name: str) -> dict[str, Any]:
    """Let people sign in to an account again; what disabling ended stays ended.

    :raises NotFound: nobody is called so
    """
    account = _account(session, name)
    account.disabled_at = None
    record_operation(session, "account.enabled", target=_primary(session, account))
    return show_account(session, name)


def end_account_sessions(session: Session, name: str) -> dict[str, Any]:
    """Sign an account out everywhere; the tokens of its apps stay.

    :raises NotFound: nobody is called so
    """
    account = _account(session, name)
    ended = end_sessions(session, account.id)
    record_operation(session, "account.sessions_ended", target=_primary(session, account))
    return {"username": linked(session, account.id)[0].username, "ended": ended}


def set_password(database: Database, name: str, password: str) -> dict[str, Any]:
    """Give an identity another password, and sign its account out everywhere.

    :raises BadRequest: the password is too short or too long
    :raises NotFound: nobody is called so
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise BadRequest(f"Choose a password of {MIN_LENGTH} to {MAX_LENGTH} characters.")
    password_hash = hash_password(password)
    with database.write() as session:
        identity = _identity(session, name)
        session.merge(Password(identity_id=identity.id, hash=password_hash, changed=utcnow()))
        ended = end_sessions(session, identity.account_id)
        record_operation(session, "password.set", target=identity.id)
        return {"username": identity.username, "ended": ended}


def remove_factors(session: Session, name: str) -> dict[str, Any]:
    """Remove an identity's second factors and recovery codes, and sign its account out.

    :raises NotFound: nobody is called so
    """
    identity = _identity(session, name)
    removed = forget_factors(session, identity.id)
    ended = end_sessions(session, identity.account_id)
    record_operation(session, "second_factor.removed", target=identity.id, removed=removed)
    return {"username": identity.username, "removed": removed, "ended": ended}


def _identity(session: Session, name: str) -> Identity:
    found = find_by_username(session, name) or find_identity(session, name)
    if found is None or found.identity_provider == CLIENTS.id:
        raise NotFound(f"There is no account {name!r}. `armillary admin accounts list` shows them.")
    return found


def _account(session: Session, name: str) -> Account:
    return session.get_one(Account, _identity(session, name).account_id)


def _primary(session: Session, account: Account) -> str:
    return linked(session, account.id)[0].id


def _document(identity: Identity, account: Account) -> dict[str, Any]:
    return {
        "id": identity.id,
        "username": identity.username,
        "name": identity.name,
        "email": identity.email,
        "organization": identity.organization,
        "status": identity.status,
        "created": identity.created,
        "disabled": account.disabled_at is not None,
        "disabled_at": account.disabled_at,
    }
