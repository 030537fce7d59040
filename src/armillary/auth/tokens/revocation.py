"""Taking tokens back (RFC 7009)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.clients.authentication import KnownClient
from armillary.auth.clients.model import Client
from armillary.auth.errors import UnauthorizedClient
from armillary.auth.tokens.lookup import ActiveAccessToken, ActiveRefreshToken
from armillary.auth.tokens.store import revoke_access_token, revoke_refresh_token


def revoke(
    session: Session, client: KnownClient, found: ActiveAccessToken | ActiveRefreshToken
) -> None:
    """Revoke a token for a client.

    A refresh token takes with it every access token of the same grant for the same service; the
    login's tokens for other services stay, because clients revoke those one by one.

    :raises UnauthorizedClient: the token is another client's
    """
    _check_owner(session, client, found.grant.client_id)
    if isinstance(found, ActiveAccessToken):
        revoke_access_token(session, found)
    else:
        revoke_refresh_token(session, found)
    record(
        session,
        event="token.revoked",
        actor=found.grant.identity_id,
        client=client.id,
        target=found.resource_server,
        detail={"grant": found.grant.grant_id},
    )


def _check_owner(session: Session, client: KnownClient, owner_id: str) -> None:
    """A client may revoke its own tokens, and a template those of its instances."""
    owner = session.get_one(Client, owner_id)
    if client.id not in (owner.id, owner.parent_client_id):
        raise UnauthorizedClient("The token was issued to another client.")
