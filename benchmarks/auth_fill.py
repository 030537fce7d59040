"""A database of Auth as a large deployment has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from armillary.auth.identities.model import Account, Identity
from armillary.auth.identities.providers import LOCAL
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.tokens.model import AccessToken, Grant, RefreshToken
from armillary.core.clock import utcnow
from armillary.core.ids import new_id, secret_hash
from armillary.core.settings import Settings
from armillary.db.base import Base
from armillary.db.engine import Database

IDENTITIES = 100_000
TOKENS = 1_000_000
_CHUNK = 10_000


def fill(settings: Settings) -> None:
    """Add the identities, each with five grants of one access and one refresh token."""
    database = Database(settings.effective_database_url)
    identities = [new_id() for _ in range(IDENTITIES)]
    grants = [new_id() for _ in range(TOKENS // 2)]
    tables: tuple[tuple[type[Base], Iterator[dict[str, Any]]], ...] = (
        (Account, ({"id": i, "created": utcnow()} for i in identities)),
        (Identity, map(_identity, identities)),
        (Grant, (_grant(g, identities[n % IDENTITIES]) for n, g in enumerate(grants))),
        (AccessToken, map(_access_token, grants)),
        (RefreshToken, map(_refresh_token, grants)),
    )
    with database.write() as session:
        for table, rows in tables:
            for chunk in _chunks(rows):
                session.execute(insert(table), chunk)
    database.close()


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _identity(identity_id: str) -> dict[str, Any]:
    return {
        "id": identity_id,
        "account_id": identity_id,
        "username": f"{identity_id}@example.org",
        "identity_provider": LOCAL.id,
    }


def _grant(grant_id: str, identity_id: str) -> dict[str, Any]:
    return {
        "id": grant_id,
        "client_id": TUTORIAL_CLIENT_ID,
        "identity_id": identity_id,
        "authentications": {},
        "offline": True,
        "created": utcnow(),
    }


def _token(grant_id: str, kind: str) -> dict[str, Any]:
    return {
        "token_hash": secret_hash(f"{kind}:{grant_id}"),
        "grant_id": grant_id,
        "resource_server": "transfer.api.globus.org",
        "scopes": ["urn:globus:auth:scope:transfer.api.globus.org:all"],
    }


def _access_token(grant_id: str) -> dict[str, Any]:
    now = utcnow()
    return {
        **_token(grant_id, "access"),
        "issued_at": now,
        "expires_at": now + timedelta(days=2),
    }


def _refresh_token(grant_id: str) -> dict[str, Any]:
    now = utcnow()
    return {**_token(grant_id, "refresh"), "created": now, "last_used": now}
