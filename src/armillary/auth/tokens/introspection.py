"""Telling a resource server about a token (RFC 7662)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import linked
from armillary.auth.openid.claims import Authentications, identity_summary
from armillary.auth.tokens.store import FoundAccessToken

INACTIVE: dict[str, Any] = {"active": False}


def may_introspect(client: Client, found: FoundAccessToken) -> bool:
    """Whether a client may learn of a token: the service it is for, or the app that holds it."""
    return client.id == found.grant.client_id or (
        client.resource_server == found.token.resource_server
    )


def introspection(
    session: Session, found: FoundAccessToken, *, issuer: str, include: Collection[str]
) -> dict[str, Any]:
    """The document of an active token.

    :param include: of ``session_info``, ``identity_set``, ``identity_set_detail``
    """
    token, grant, identity = found
    issued = int(token.issued_at.timestamp())
    document = {
        "active": True,
        "token_type": "Bearer",
        "scope": " ".join(token.scopes),
        "client_id": grant.client_id,
        "sub": identity.id,
        "username": identity.username,
        "name": identity.name,
        "email": identity.email,
        "iat": issued,
        "nbf": issued,
        "exp": int(token.expires_at.timestamp()),
        "aud": [token.resource_server, grant.client_id],
        "iss": issuer,
    }
    if "session_info" in include:
        document["session_info"] = {
            "session_id": grant.session_id,
            "authentications": grant.authentications,
        }
    identities = linked(session, identity.account_id)
    if "identity_set" in include:
        document["identity_set"] = [i.id for i in identities]
    if "identity_set_detail" in include:
        document["identity_set_detail"] = [_detail(i, grant.authentications) for i in identities]
    return document


def _detail(identity: Identity, authentications: Authentications) -> dict[str, Any]:
    return {
        **identity_summary(identity, authentications),
        "id": identity.id,
        "identity_type": identity.identity_type,
        "status": identity.status,
    }
