"""Finding out what a presented token is: the look-up behind every call to every service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from armillary.auth.identities.model import Identity
from armillary.auth.scopes.rules import Path
from armillary.auth.tokens.model import AccessToken, Derivation, Grant, RefreshToken
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash
from armillary.db.engine import Database
from armillary.db.prepared import Prepared


@dataclass(frozen=True)
class TokenGrant:
    """The grant behind a token, and the identity that gave it.

    :param assured_until: when it ends because of an authentication policy
    :param origin_id: the grant that it was derived from at first, else itself
    :param app_id: the app whose consents it lives on
    :param derived_from: of a derived grant, the paths of scopes above its own
    """

    grant_id: str
    client_id: str
    session_id: str | None
    authentications: Mapping[str, Mapping[str, Any]]
    identity_id: str
    account_id: str
    username: str
    name: str | None
    email: str | None
    assured_until: datetime | None
    origin_id: str
    app_id: str
    derived_from: list[list[str]] | None

    @property
    def above(self) -> list[Path]:
        """The paths in the app's consents below which the grant's scopes stand."""
        return [()] if self.derived_from is None else [tuple(path) for path in self.derived_from]


@dataclass(frozen=True)
class ActiveAccessToken:
    """An access token that is neither expired nor revoked."""

    grant: TokenGrant
    token_hash: str
    resource_server: str
    scopes: list[str]
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class ActiveRefreshToken:
    """A refresh token that is neither revoked nor was idle for too long.

    :param rotated_at: when a successor was given for it; it is then no longer good by itself
    """

    grant: TokenGrant
    token_hash: str
    resource_server: str
    scopes: list[str]
    rotated_at: datetime | None


_GRANT_COLUMNS = (
    Grant.id,
    Grant.client_id,
    Grant.session_id,
    Grant.authentications,
    Identity.id,
    Identity.account_id,
    Identity.username,
    Identity.name,
    Identity.email,
    Grant.assured_until,
    func.coalesce(Derivation.origin_id, Grant.id),
    func.coalesce(Derivation.app_id, Grant.client_id),
    Derivation.above,
)


def _with_grant(table: type[AccessToken | RefreshToken], *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns, *_GRANT_COLUMNS)
        .select_from(table)
        .join(Grant, Grant.id == table.grant_id)
        .join(Identity, Identity.id == Grant.identity_id)
        .outerjoin(Derivation, Derivation.grant_id == Grant.id)
        .where(table.token_hash == bindparam("token_hash"), Grant.revoked_at.is_(None))
    )


_ACCESS_TOKEN = Prepared(
    _with_grant(
        AccessToken,
        AccessToken.token_hash,
        AccessToken.resource_server,
        AccessToken.scopes,
        AccessToken.issued_at,
        AccessToken.expires_at,
    ).where(AccessToken.expires_at > bindparam("now"))
)
_REFRESH_TOKEN = Prepared(
    _with_grant(
        RefreshToken,
        RefreshToken.token_hash,
        RefreshToken.resource_server,
        RefreshToken.scopes,
        RefreshToken.rotated_at,
    ).where(RefreshToken.last_used > bindparam("not_before"))
)


def find_access_token(database: Database, token: str) -> ActiveAccessToken | None:
    """The access token, unless it is unknown, expired or revoked."""
    row = _ACCESS_TOKEN.first(database, token_hash=secret_hash(token), now=utcnow())
    return None if row is None else ActiveAccessToken(TokenGrant(*row[5:]), *row[:5])


def find_refresh_token(
    database: Database, token: str, *, idle_lifetime: int
) -> ActiveRefreshToken | None:
    """The refresh token, rotated or not, unless it is unknown, revoked or was unused for too long.

    :param idle_lifetime: seconds since its last use after which it is dead
    """
    not_before = utcnow() - timedelta(seconds=idle_lifetime)
    row = _REFRESH_TOKEN.first(database, token_hash=secret_hash(token), not_before=not_before)
    return None if row is None else ActiveRefreshToken(TokenGrant(*row[4:]), *row[:4])
