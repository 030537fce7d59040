"""The token endpoint, and what may be asked of tokens."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from armillary.auth.clients.authentication import authenticate, authenticate_basic
from armillary.auth.clients.types import AUTHORIZATION_CODE, DEPENDENT_TOKEN, DEVICE_CODE
from armillary.auth.errors import UnauthorizedClient, UnsupportedGrantType
from armillary.auth.grants.registry import GRANTS
from armillary.auth.grants.request import Answer, TokenRequest
from armillary.auth.grants.rotation import is_good
from armillary.auth.parts import Parameters, Parts, required
from armillary.auth.policies.evaluation import listed
from armillary.auth.tokens.introspection import INACTIVE, introspection, may_introspect
from armillary.auth.tokens.lookup import (
    ActiveAccessToken,
    ActiveRefreshToken,
    find_access_token,
    find_refresh_token,
)
from armillary.auth.tokens.revocation import revoke
from armillary.auth.tokens.routes import form_routes

_PREFIX = "/v2/oauth2/token"
# They write through a Session, for which a shared commit holds the lock; a code may also give an
# id_token, whose signature takes a millisecond and more.
_SLOW = (AUTHORIZATION_CODE, DEVICE_CODE, DEPENDENT_TOKEN)


def token(parts: Parts, authorization: str | None, form: Parameters) -> Answer:
    """Tokens for a grant (RFC 6749 section 3.2).

    :raises UnsupportedGrantType: no such grant
    :raises UnauthorizedClient: the client's type may not use it
    """
    grant_type = required(form, "grant_type")
    client = authenticate(parts.database, authorization, form)
    grant = GRANTS.get(grant_type)
    if grant is None:
        raise UnsupportedGrantType(f"There is no grant {grant_type!r}.")
    if not client.may_use(grant_type):
        raise UnauthorizedClient(f"Clients of type {client.client_type} can't use {grant_type}.")
    answer = grant(TokenRequest(parts, client, form))
    parts.on_tokens(grant_type)
    return answer


def introspect(parts: Parts, authorization: str | None, form: Parameters) -> dict[str, Any]:
    """What a token is worth (RFC 7662 section 2): to others than its parties, nothing."""
    value = required(form, "token")
    client = authenticate_basic(parts.database, authorization)
    found = find_access_token(parts.database, value)
    if found is None or not may_introspect(client, found):
        return INACTIVE
    include = form.get("include", "").split(",")
    return introspection(
        parts.database,
        found,
        issuer=parts.settings.auth_url,
        include=include,
        policies=listed(form.get("authentication_policies", "")),
    )


def validate(parts: Parts, authorization: str | None, form: Parameters) -> dict[str, bool]:
    """Whether an access or refresh token of the calling client is still good."""
    value = required(form, "token")
    client = authenticate(parts.database, authorization, form)
    found = _find(parts, value)
    if found is None or found.grant.client_id != client.id:
        return {"active": False}
    return {"active": not isinstance(found, ActiveRefreshToken) or is_good(parts, found)}


def revoke_token(parts: Parts, authorization: str | None, form: Parameters) -> dict[str, bool]:
    """Take a token back; one that is unknown already is (RFC 7009 section 2.2)."""
    value = required(form, "token")
    client = authenticate(parts.database, authorization, form)
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


def routes(parts: Parts) -> list[Route]:
    """The routes of this module."""
    endpoints = {
        "": token,
        "/introspect": introspect,
        "/validate": validate,
        "/revoke": revoke_token,
    }
    return form_routes(
        parts,
        {_PREFIX + path: endpoint for path, endpoint in endpoints.items()},
        writes={_PREFIX},
        is_slow=lambda form: form.get("grant_type") in _SLOW,
    )
