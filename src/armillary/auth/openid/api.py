"""Discovery and keys (OpenID Connect Discovery section 4, RFC 8414, RFC 7517)."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from armillary.auth.openid.wire import discovery_document
from armillary.auth.parts import PartsOf

router = APIRouter()

_CACHEABLE = "public, max-age=300"


@router.get("/.well-known/openid-configuration")
@router.get("/.well-known/oauth-authorization-server")
def discovery(parts: PartsOf, response: Response) -> dict[str, Any]:
    """Where everything is."""
    response.headers["Cache-Control"] = _CACHEABLE
    return discovery_document(parts.settings.auth_url)


@router.get("/jwk.json")
def keys(parts: PartsOf, response: Response) -> dict[str, Any]:
    """The keys that verify id_tokens."""
    response.headers["Cache-Control"] = _CACHEABLE
    return parts.signing_key.jwks()
