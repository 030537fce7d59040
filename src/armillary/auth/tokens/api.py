"""The token endpoint."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from armillary.auth.clients.authentication import authenticate
from armillary.auth.errors import InvalidRequest, UnauthorizedClient, UnsupportedGrantType
from armillary.auth.grants.registry import GRANTS
from armillary.auth.grants.request import TokenRequest
from armillary.auth.parts import Form, PartsOf

router = APIRouter(prefix="/v2/oauth2")


@router.post("/token")
def token(request: Request, parts: PartsOf, form: Form) -> dict[str, Any]:
    """Tokens for a grant (RFC 6749 section 3.2).

    :raises UnsupportedGrantType: no such grant
    :raises UnauthorizedClient: the client's type may not use it
    """
    grant_type = form.get("grant_type")
    if grant_type is None:
        raise InvalidRequest("grant_type is missing.")
    with parts.database.read() as session:
        client = authenticate(session, request.headers.get("authorization"), form)
    grant = GRANTS.get(grant_type)
    if grant is None:
        raise UnsupportedGrantType(f"There is no grant {grant_type!r}.")
    if grant_type not in client.grant_types:
        raise UnauthorizedClient(f"Clients of type {client.client_type} can't use {grant_type}.")
    return grant(TokenRequest(parts, client, form))
