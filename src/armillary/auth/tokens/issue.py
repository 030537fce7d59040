"""Issuing tokens: one for each service that the scopes name, in one answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from armillary.auth.audit import record
from armillary.auth.scopes.store import KnownScope
from armillary.auth.tokens.lifetime import lifetime_of
from armillary.auth.tokens.model import Grant
from armillary.auth.tokens.store import NewGrant, add_access_token, add_refresh_token
from armillary.auth.tokens.wire import token_document
from armillary.core.ids import new_secret
from armillary.db.prepared import Writer

AUTH_RESOURCE_SERVER = "auth.globus.org"


def issue_tokens(
    transaction: Writer, grant: Grant | NewGrant, scopes: Sequence[KnownScope], *, lifetime: int
) -> list[dict[str, Any]]:
    """Token documents, one for each resource server, Auth's own first.

    :param scopes: the root scopes granted, in the order asked
    :param lifetime: seconds that the access tokens live at most
    :raises InvalidGrant: the sign-in is older than the policies behind the grant allow
    """
    lifetime = lifetime_of(lifetime, grant.assured_until)
    by_server: dict[str, list[KnownScope]] = {}
    for scope in scopes:
        by_server.setdefault(scope.resource_server, []).append(scope)
    ordered = sorted(by_server, key=lambda server: server != AUTH_RESOURCE_SERVER)
    return [
        _issue_one(transaction, grant, server, by_server[server], lifetime=lifetime)
        for server in ordered
    ]


def _issue_one(
    transaction: Writer,
    grant: Grant | NewGrant,
    server: str,
    scopes: Sequence[KnownScope],
    *,
    lifetime: int,
) -> dict[str, Any]:
    names = [scope.scope_string for scope in scopes]
    access_token = new_secret()
    add_access_token(
        transaction,
        access_token,
        grant_id=grant.id,
        resource_server=server,
        scopes=names,
        lifetime=lifetime,
    )
    refresh_token = None
    if grant.offline and all(scope.allows_refresh_token for scope in scopes):
        refresh_token = new_secret()
        add_refresh_token(
            transaction, refresh_token, grant_id=grant.id, resource_server=server, scopes=names
        )
    _record_issue(transaction, grant, server, names)
    return token_document(
        access_token,
        scopes=names,
        lifetime=lifetime,
        resource_server=server,
        refresh_token=refresh_token,
    )


def _record_issue(
    transaction: Writer, grant: Grant | NewGrant, server: str, names: list[str]
) -> None:
    record(
        transaction,
        event="token.issued",
        actor=grant.identity_id,
        client=grant.client_id,
        target=server,
        detail={"scopes": names, "grant": grant.id},
    )
