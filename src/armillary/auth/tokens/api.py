"""The token endpoint, and what may be asked of tokens."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from armillary.auth.clients.authentication import authenticate, authenticate_basic
from armillary.auth.errors import UnauthorizedClient, UnsupportedGrantType
from armillary.auth.grants.registry import GRANTS
from armillary.auth.grants.request import Answer, TokenRequest
from armillary.auth.parts import Form, Parts, PartsOf, required
from armillary.auth.tokens.introspection import INACTIVE, introspection, may_introspect
from armillary.auth.tokens.lookup import (
    ActiveAccessToken,
    ActiveRefreshToken,
    find_access_token,
    find_refresh_token,
)
from armillary.auth.tokens.revocation import revoke

router = APIRouter(prefix="/v2/oauth2/token")


@router.post("")
def token(request: Request, parts: PartsOf, form: Form) -> Answer:
    """Tokens for a grant (RFC 6749 section 3.2).

    :raises UnsupportedGrantType: no such grant
    :raises UnauthorizedClient: the client's type may not use it
    """
    grant_type = required(form, "grant_type")
    client = authenticate(parts.database, request.headers.get("authorization"), form)
    grant = GRANTS.get(grant_type)
    if grant is None:
        raise UnsupportedGrantType(f"There is no grant {grant_type!r}.")
    if grant_type not in client.grant_types:
        raise UnauthorizedClient(f"Clients of type {client.client_type} can't use {grant_type}.")
    return grant(TokenRequest(parts, client, form))


@router.post("/introspect")
def introspect(request: Request, parts: PartsOf, form: Form) -> dict[str, Any]:
    """What a token is worth (RFC 7662 section 2): to others than its parties, nothing."""
    value = required(form, "token")
    client = authenticate_basic(parts.database, request.headers.get("authorization"))
    found = find_access_token(parts.database, value)
    if found is None or not may_introspect(client, found):
        return INACTIVE
    include = form.get("include", "").split(",")
    return introspection(parts.database, found, issuer=parts.settings.auth_url, include=include)


@router.post("/validate")
def validate(request: Request, parts: PartsOf, form: Form) -> dict[str, bool]:
    """Whether an access or refresh token of the calling client is still good."""
    value = required(form, "token")
    client = authenticate(parts.database, request.headers.get("authorization"), form)
    found = _find(parts, value)
    return {"active": found is not None and found.grant.client_id == client.id}


@router.post("/revoke")
def revoke_token(request: Request, parts: PartsOf, form: Form) -> dict[str, bool]:
    """Take a token back; one that is unknown already is (RFC 7009 section 2.2)."""
    value = required(form, "token")
    client = authenticate(parts.database, request.headers.get("authorization"), form)
    found = _find(parts, value)
    if found is not None:
        with parts.database.write() as session:
            revoke(session, client, found)
    return {"active": False}


def _find(parts: Parts, value: str) -> ActiveAccessToken | ActiveRefreshToken | None:
    idle = parts.settings.refresh_token_idle_lifetime
    return find_access_token(parts.database, value) or find_refresh_token(
        parts.database, value, idle_lifetime=idle
    )
