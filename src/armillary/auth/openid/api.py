"""Discovery, keys and userinfo (OpenID Connect Discovery, RFC 8414, RFC 7517, OIDC Core)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Response
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from armillary.auth.callers import CallerOf
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import linked
from armillary.auth.openid.claims import person_claims
from armillary.auth.openid.wire import discovery_document
from armillary.auth.parts import PartsOf
from armillary.core.settings import Settings

router = APIRouter()

_CACHEABLE = "public, max-age=300"


@router.get("/.well-known/openid-configuration")
@router.get("/.well-known/oauth-authorization-server")
def discovery(parts: PartsOf, response: Response) -> dict[str, Any]:
    """Where everything is."""
    response.headers["Cache-Control"] = _CACHEABLE
    return discovery_document(parts.settings.auth_url)


def discovery_at_the_root(settings: Settings) -> Route:
    """The same where RFC 8414 section 3.1 looks: before the path that an issuer's URL has."""
    document = discovery_document(settings.auth_url)

    async def answer(_: Request) -> JSONResponse:
        return JSONResponse(document, headers={"Cache-Control": _CACHEABLE})

    path = urlsplit(settings.auth_url).path
    return Route(f"/.well-known/oauth-authorization-server{path}", answer)


@router.get("/jwk.json")
def keys(parts: PartsOf, response: Response) -> dict[str, Any]:
    """The keys that verify id_tokens."""
    response.headers["Cache-Control"] = _CACHEABLE
    return parts.keys.jwks()


@router.get("/v2/oauth2/userinfo")
@router.post("/v2/oauth2/userinfo")
def userinfo(caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Who the token's person is, as far as its scopes tell (OIDC Core section 5.3)."""
    caller.require("openid")
    with parts.database.read() as session:
        identity = session.get_one(Identity, caller.identity_id)
        return person_claims(
            identity,
            linked(session, identity.account_id),
            scopes=caller.scopes,
            authentications=caller.authentications,
        )
