"""Refresh tokens that are replaced at each use (RFC 9700 section 4.14.2), where that is set.

A successor follows from its predecessor and a key of ours: whoever presents a token again within
the grace gets the very successor that was given before, and nothing but hashes is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from armillary.auth.audit import record
from armillary.auth.errors import InvalidGrant
from armillary.auth.grants.request import TokenRequest
from armillary.auth.openid.keys import base64url
from armillary.auth.parts import Parts
from armillary.auth.tokens.lookup import ActiveRefreshToken, find_refresh_token
from armillary.auth.tokens.store import add_refresh_token, revoke_grant, rotate_refresh_token
from armillary.core.clock import utcnow
from armillary.db.prepared import Writer
from armillary.db.transaction import send

GONE = "The refresh token is wrong, revoked or expired. Log in again."


class Overtaken(Exception):
    """Another request rotated the same token at the same moment."""


def find_own(request: TokenRequest, token: str) -> ActiveRefreshToken:
    """The client's own refresh token, rotated or not.

    :raises InvalidGrant: it is unknown, revoked, expired or another client's
    """
    idle = request.parts.settings.refresh_token_idle_lifetime
    found = find_refresh_token(request.parts.database, token, idle_lifetime=idle)
    if found is None or found.grant.client_id != request.client.id:
        raise InvalidGrant(GONE)
    return found


def is_good(parts: Parts, found: ActiveRefreshToken) -> bool:
    """Whether a token was not replaced, or not for longer than the grace."""
    grace = timedelta(seconds=parts.settings.refresh_grace)
    return found.rotated_at is None or utcnow() <= found.rotated_at + grace


def follow(
    request: TokenRequest, token: str, found: ActiveRefreshToken
) -> tuple[str, ActiveRefreshToken]:
    """The token that is good now in place of one that was rotated.

    :raises InvalidGrant: it was rotated longer ago than the grace: somebody has a copy, so
        everything that its login gave is void
    """
    if not is_good(request.parts, found):
        _revoke_reused(request, found)
        raise InvalidGrant(GONE)
    while found.rotated_at is not None:
        token = successor(request.parts.rotation_key, token)
        found = find_own(request, token)
    return token, found


def rotate(
    transaction: Writer, request: TokenRequest, token: str, found: ActiveRefreshToken
) -> str:
    """Replace a refresh token; its successor.

    :raises Overtaken: another request just did
    """
    if not rotate_refresh_token(transaction, found):
        raise Overtaken
    following = successor(request.parts.rotation_key, token)
    add_refresh_token(
        transaction,
        following,
        grant_id=found.grant.grant_id,
        resource_server=found.resource_server,
        scopes=found.scopes,
    )
    # Others that are committed together with this request find the former token, and follow it.
    send(transaction)
    return following


def successor(key: str, token: str) -> str:
    """What replaces a token: 256 bits that nobody can tell without the key."""
    return base64url(hmac.digest(key.encode(), token.encode(), hashlib.sha256))


def _revoke_reused(request: TokenRequest, found: ActiveRefreshToken) -> None:
    with request.parts.database.write() as session:
        revoke_grant(session, found.grant.grant_id)
        record(
            session,
            event="refresh.reused",
            actor=found.grant.identity_id,
            client=request.client.id,
            target=found.resource_server,
            detail={"grant": found.grant.grant_id},
        )
