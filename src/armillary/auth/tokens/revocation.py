"""Taking tokens back (RFC 7009)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.clients.model import Client
from armillary.auth.errors import UnauthorizedClient
from armillary.auth.tokens.model import AccessToken, Grant
from armillary.auth.tokens.store import (
    FoundAccessToken,
    FoundRefreshToken,
    revoke_access_token,
    revoke_refresh_token,
)


def revoke(session: Session, client: Client, found: FoundAccessToken | FoundRefreshToken) -> None:
    """Revoke a token for a client.

    A refresh token takes with it every access token of the same grant for the same service; the
    login's tokens for other services stay, because clients revoke those one by one.

    :raises UnauthorizedClient: the token is another client's
    """
    _check_owner(session, client, found.grant)
    if isinstance(found.token, AccessToken):
        revoke_access_token(session, found.token)
    else:
        revoke_refresh_token(session, found.token)
    record(
        session,
        event="token.revoked",
        actor=found.grant.identity_id,
        client=client.id,
        target=found.token.resource_server,
        detail={"grant": found.grant.id},
    )


def _check_owner(session: Session, client: Client, grant: Grant) -> None:
    """A client may revoke its own tokens, and a template those of its instances."""
    owner = session.get_one(Client, grant.client_id)
    if client.id not in (owner.id, owner.parent_client_id):
        raise UnauthorizedClient("The token was issued to another client.")
