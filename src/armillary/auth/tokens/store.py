"""Queries on grants and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from armillary.auth.identities.model import Identity
from armillary.auth.tokens.model import AccessToken, AuthorizationCode, Grant, RefreshToken
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash


class FoundAccessToken(NamedTuple):
    """A valid access token with the grant and the identity behind it."""

    token: AccessToken
    grant: Grant
    identity: Identity


class FoundRefreshToken(NamedTuple):
    """A valid refresh token with the grant and the identity behind it."""

    token: RefreshToken
    grant: Grant
    identity: Identity


def find_access_token(session: Session, token: str) -> FoundAccessToken | None:
    """The access token, unless it is unknown, expired or revoked."""
    row = session.execute(
        select(AccessToken, Grant, Identity)
        .join(Grant, Grant.id == AccessToken.grant_id)
        .join(Identity, Identity.id == Grant.identity_id)
        .where(
            AccessToken.token_hash == secret_hash(token),
            AccessToken.expires_at > utcnow(),
            Grant.revoked_at.is_(None),
        )
    ).one_or_none()
    return row and FoundAccessToken(*row)


def find_refresh_token(
    session: Session, token: str, *, idle_lifetime: int
) -> FoundRefreshToken | None:
    """The refresh token, unless it is unknown, revoked or was unused for too long.

    :param idle_lifetime: seconds since its last use after which it is dead
    """
    row = session.execute(
        select(RefreshToken, Grant, Identity)
        .join(Grant, Grant.id == RefreshToken.grant_id)
        .join(Identity, Identity.id == Grant.identity_id)
        .where(
            RefreshToken.token_hash == secret_hash(token),
            RefreshToken.last_used > utcnow() - timedelta(seconds=idle_lifetime),
            Grant.revoked_at.is_(None),
        )
    ).one_or_none()
    return row and FoundRefreshToken(*row)


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
    """Make everything void that was issued on a grant."""
    session.execute(update(Grant).where(Grant.id == grant_id).values(revoked_at=utcnow()))


def revoke_access_token(session: Session, token: AccessToken) -> None:
    """Make one access token void."""
    session.delete(token)


def revoke_refresh_token(session: Session, token: RefreshToken) -> None:
    """Make a refresh token void, and every access token of its service on the same grant."""
    for table in (AccessToken, RefreshToken):
        session.execute(
            delete(table).where(
                table.grant_id == token.grant_id, table.resource_server == token.resource_server
            )
        )


def add_access_token(
    session: Session,
    token: str,
    *,
    grant: Grant,
    resource_server: str,
    scopes: Sequence[str],
    lifetime: int,
) -> None:
    """Store an access token that was just made.

    :param lifetime: seconds
    """
    now = utcnow()
    session.add(
        AccessToken(
            token_hash=secret_hash(token),
            grant_id=grant.id,
            resource_server=resource_server,
            scopes=list(scopes),
            issued_at=now,
            expires_at=now + timedelta(seconds=lifetime),
        )
    )


def add_refresh_token(
    session: Session, token: str, *, grant: Grant, resource_server: str, scopes: Sequence[str]
) -> None:
    """Store a refresh token that was just made."""
    now = utcnow()
    session.add(
        RefreshToken(
            token_hash=secret_hash(token),
            grant_id=grant.id,
            resource_server=resource_server,
            scopes=list(scopes),
            created=now,
            last_used=now,
        )
    )
