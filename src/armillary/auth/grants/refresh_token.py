"""A refresh token for a new access token (RFC 6749 section 6)."""

from __future__ import annotations

from typing import Any

from armillary.auth.audit import record
from armillary.auth.consents.store import granted_paths
from armillary.auth.errors import InvalidGrant, InvalidScope
from armillary.auth.grants.request import TokenRequest
from armillary.auth.grants.rotation import GONE, Overtaken, find_own, follow, rotate
from armillary.auth.parts import required
from armillary.auth.tokens.lifetime import lifetime_of
from armillary.auth.tokens.lookup import ActiveRefreshToken
from armillary.auth.tokens.store import add_access_token, touch_refresh_token
from armillary.auth.tokens.wire import token_answer, token_document
from armillary.core.ids import new_secret
from armillary.db.prepared import Writer


def refresh(request: TokenRequest) -> dict[str, Any]:
    """One new access token, for the refresh token's resource server.

    The answer holds the same refresh token again, unless rotation is set: clients in the field
    store whatever comes and use one refresh token from several processes.

    :raises InvalidGrant: the refresh token is unknown, revoked, expired, replaced for longer than
        the grace or another client's, the person's consent is gone, or the sign-in too old for
        the policies it was to meet
    :raises InvalidScope: more is asked for than was granted, or nothing
    """
    token = required(request.form, "refresh_token")
    found = find_own(request, token)
    if found.rotated_at is not None:
        return _use(request, *follow(request, token, found), rotating=False)
    try:
        return _use(request, token, found, rotating=request.parts.settings.refresh_rotation)
    except Overtaken:
        return refresh(request)


def _use(
    request: TokenRequest, token: str, found: ActiveRefreshToken, *, rotating: bool
) -> dict[str, Any]:
    scopes = _scopes(request, found)
    with request.parts.database.transaction() as transaction:
        if not touch_refresh_token(transaction, found):
            raise InvalidGrant(GONE)
        _check_consent(transaction, found, scopes)
        if rotating:
            token = rotate(transaction, request, token, found)
        return _renew(transaction, request, found, token, scopes)


def _scopes(request: TokenRequest, found: ActiveRefreshToken) -> list[str]:
    asked = request.form.get("scope")
    if asked is None:
        return found.scopes
    scopes = list(dict.fromkeys(asked.split()))
    if not scopes:
        raise InvalidScope("scope is empty; leave it out to get all that was granted.")
    if not set(scopes) <= set(found.scopes):
        raise InvalidScope("A refresh can't ask for more than was granted.")
    return scopes


def _check_consent(transaction: Writer, found: ActiveRefreshToken, scopes: list[str]) -> None:
    granted = granted_paths(transaction, found.grant.identity_id, found.grant.app_id)
    above = found.grant.above
    if not all(any((*path, scope) in granted for path in above) for scope in scopes):
        raise InvalidGrant("The person has taken the consent back. Log in again.")


def _renew(
    transaction: Writer,
    request: TokenRequest,
    found: ActiveRefreshToken,
    refresh_token: str,
    scopes: list[str],
) -> dict[str, Any]:
    access_token = new_secret()
    longest = request.parts.settings.access_token_lifetime
    lifetime = lifetime_of(longest, found.grant.assured_until)
    server = found.resource_server
    add_access_token(
        transaction,
        access_token,
        grant_id=found.grant.grant_id,
        resource_server=server,
        scopes=scopes,
        lifetime=lifetime,
    )
    record(
        transaction,
        event="token.refreshed",
        actor=found.grant.identity_id,
        client=request.client.id,
        target=server,
        detail={"grant": found.grant.grant_id},
    )
    document = token_document(
        access_token,
        scopes=scopes,
        lifetime=lifetime,
        resource_server=server,
        refresh_token=refresh_token,
    )
    return token_answer([document])
