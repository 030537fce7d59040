"""Queries on grants and tokens."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    exists,
    false,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from armillary.auth.identities.model import Identity
from armillary.auth.scopes.rules import Path
from armillary.auth.tokens.lookup import ActiveAccessToken, ActiveRefreshToken
from armillary.auth.tokens.model import (
    AccessToken,
    AuthorizationCode,
    Derivation,
    Grant,
    RefreshToken,
)
from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from armillary.db.prepared import Prepared, Writer

_ADD_GRANT = Prepared(insert(Grant))
_OWN_GRANT = Prepared(
    select(Grant.id).where(
        Grant.client_id == bindparam("client_id"),
        Grant.identity_id == bindparam("identity_id"),
        Grant.session_id.is_(None),
        Grant.offline.is_(false()),
        Grant.revoked_at.is_(None),
        ~exists().where(Derivation.grant_id == Grant.id),
    )
)
_ADD_ACCESS_TOKEN = Prepared(insert(AccessToken))
_ADD_REFRESH_TOKEN = Prepared(insert(RefreshToken))
_TOUCH = Prepared(
    update(RefreshToken)
    .where(
        RefreshToken.token_hash == bindparam("hash"),
        exists().where(Grant.id == RefreshToken.grant_id, Grant.revoked_at.is_(None)),
    )
    .values(last_used=bindparam("now"))
)
_ROTATE = Prepared(
    update(RefreshToken)
    .where(RefreshToken.token_hash == bindparam("hash"), RefreshToken.rotated_at.is_(None))
    .values(rotated_at=bindparam("now"))
)


@dataclass(frozen=True)
class NewGrant:
    """A grant that is about to begin; its fields are those of the table."""

    client_id: str
    identity_id: str
    offline: bool
    session_id: str | None = None
    authentications: Mapping[str, Any] = field(default_factory=dict)
    assured_until: datetime | None = None
    id: str = field(default_factory=new_id)
    created: datetime = field(default_factory=utcnow)


def own_grant(transaction: Writer, client_id: str) -> NewGrant:
    """The grant of all that a client gets in its own name, begun if it has none.

    One is enough, as nothing is taken back by it but what is the client's: whoever revokes that
    makes the next token begin another.
    """
    row = _OWN_GRANT.first(transaction, client_id=client_id, identity_id=client_id)
    if row is not None:
        return NewGrant(client_id, client_id, offline=False, id=row[0])
    grant = NewGrant(client_id, client_id, offline=False)
    add_grant(transaction, grant)
    return grant


def add_grant(transaction: Writer, grant: NewGrant) -> None:
    """Begin a family of tokens."""
    _ADD_GRANT.insert(
        transaction,
        id=grant.id,
        client_id=grant.client_id,
        identity_id=grant.identity_id,
        session_id=grant.session_id,
        authentications=grant.authentications,
        assured_until=grant.assured_until,
        offline=grant.offline,
        created=grant.created,
    )


def find_code(session: Session, code: str) -> AuthorizationCode | None:
    """The authorization code, used or not."""
    return session.get(AuthorizationCode, secret_hash(code))


def use_code(session: Session, code: AuthorizationCode, now: datetime) -> bool:
    """Mark a code as used; False if another request was faster."""
    used = session.execute(
        update(AuthorizationCode)
        .where(AuthorizationCode.code_hash == code.code_hash, AuthorizationCode.used_at.is_(None))
        .values(used_at=now)
        .returning(AuthorizationCode.code_hash)
    )
    return used.one_or_none() is not None


def revoke_grant(session: Session, grant_id: str) -> None:
    """Make everything void that was issued on a grant, and on those derived from it."""
    derived = select(Derivation.grant_id).where(Derivation.origin_id == grant_id)
    session.execute(
        update(Grant)
        .where(or_(Grant.id == grant_id, Grant.id.in_(derived)))
        .values(revoked_at=utcnow())
        .execution_options(synchronize_session=False)
    )


def revoke_grants(session: Session, *, client_id: str, identity_id: str | None = None) -> int:
    """Make everything void that a client holds, and what was derived from it; how many grants.

    :param identity_id: only what it holds for this identity
    """
    whose = () if identity_id is None else (Grant.identity_id == identity_id,)
    return _revoke(session, *whose, _held_by(client_id))


def revoke_grants_of_account(
    session: Session, account_id: str, *, client_id: str | None = None
) -> int:
    """Make everything void that apps hold for a person; how many grants.

    :param client_id: only what this one holds, and what was derived from it
    """
    own = Grant.identity_id.in_(select(Identity.id).where(Identity.account_id == account_id))
    return _revoke(session, own, *(() if client_id is None else (_held_by(client_id),)))


def _held_by(client_id: str) -> ColumnElement[bool]:
    derived = select(Derivation.grant_id).where(Derivation.app_id == client_id)
    return or_(Grant.client_id == client_id, Grant.id.in_(derived))


def _revoke(session: Session, *which: ColumnElement[bool]) -> int:
    revoked = session.execute(
        update(Grant)
        .where(*which, Grant.revoked_at.is_(None))
        .values(revoked_at=utcnow())
        .returning(Grant.id)
        .execution_options(synchronize_session=False)
    )
    return len(revoked.all())


def revoke_unconsented(
    session: Session, *, identity_id: str, app_id: str, granted: Collection[Path]
) -> None:
    """Make the access tokens void that services hold for an app without consent any more.

    Refresh tokens are held against the consents whenever they are used.

    :param granted: what the identity still consents to for the app
    """
    rows = session.execute(
        select(AccessToken.token_hash, AccessToken.scopes, Derivation.above)
        .join(Derivation, Derivation.grant_id == AccessToken.grant_id)
        .join(Grant, Grant.id == AccessToken.grant_id)
        .where(Derivation.app_id == app_id, Grant.identity_id == identity_id)
    )
    void = [
        token_hash
        for token_hash, scopes, above in rows
        if not all(any((*path, scope) in granted for path in above) for scope in scopes)
    ]
    session.execute(delete(AccessToken).where(AccessToken.token_hash.in_(void)))


def revoke_all_grants(session: Session, identity_id: str) -> None:
    """Make void what every client holds for an identity."""
    session.execute(
        update(Grant)
        .where(Grant.identity_id == identity_id, Grant.revoked_at.is_(None))
        .values(revoked_at=utcnow())
        .execution_options(synchronize_session=False)
    )


def revoke_access_token(session: Session, token: ActiveAccessToken) -> None:
    """Make one access token void."""
    session.execute(delete(AccessToken).where(AccessToken.token_hash == token.token_hash))


def revoke_refresh_token(session: Session, token: ActiveRefreshToken) -> None:
    """Make a refresh token void, and every access token of its service on the same grant."""
    for table in (AccessToken, RefreshToken):
        session.execute(
            delete(table).where(
                table.grant_id == token.grant.grant_id,
                table.resource_server == token.resource_server,
            )
        )


def touch_refresh_token(transaction: Writer, token: ActiveRefreshToken) -> bool:
    """Note that a refresh token is in use; False if it was revoked in the meantime."""
    return _TOUCH.update(transaction, hash=token.token_hash, now=utcnow()) == 1


def rotate_refresh_token(transaction: Writer, token: ActiveRefreshToken) -> bool:
    """Note that a successor is given for a refresh token; False if one was given already."""
    return _ROTATE.update(transaction, hash=token.token_hash, now=utcnow()) == 1


def add_access_token(
    transaction: Writer,
    token: str,
    *,
    grant_id: str,
    resource_server: str,
    scopes: Sequence[str],
    lifetime: int,
) -> None:
    """Store an access token that was just made.

    :param lifetime: seconds
    """
    now = utcnow()
    _ADD_ACCESS_TOKEN.insert(
        transaction,
        token_hash=secret_hash(token),
        grant_id=grant_id,
        resource_server=resource_server,
        scopes=list(scopes),
        issued_at=now,
        expires_at=now + timedelta(seconds=lifetime),
    )


def add_refresh_token(
    transaction: Writer, token: str, *, grant_id: str, resource_server: str, scopes: Sequence[str]
) -> None:
    """Store a refresh token that was just made."""
    now = utcnow()
    _ADD_REFRESH_TOKEN.insert(
        transaction,
        token_hash=secret_hash(token),
        grant_id=grant_id,
        resource_server=resource_server,
        scopes=list(scopes),
        created=now,
        last_used=now,
    )
