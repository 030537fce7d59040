"""What id_tokens and userinfo say of a person (OIDC Core sections 2, 5.1, 5.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from armillary.auth.identities.model import Identity
from armillary.auth.openid.keys import base64url

VIEW_IDENTITY_SET = "urn:globus:auth:scope:auth.globus.org:view_identity_set"

Authentications = Mapping[str, Mapping[str, Any]]


def at_hash(access_token: str) -> str:
    """The left half of the access token's SHA-512 (OIDC Core section 3.1.3.6, for RS512)."""
    return base64url(hashlib.sha512(access_token.encode("ascii")).digest()[:32])


def last_authentication(identity_id: str, authentications: Authentications) -> int | None:
    """When the identity last proved itself in this session, in Unix seconds."""
    authentication = authentications.get(identity_id)
    return None if authentication is None else int(authentication["auth_time"])


def identity_summary(identity: Identity, authentications: Authentications) -> dict[str, Any]:
    """One entry of ``identity_set``."""
    return {
        "sub": identity.id,
        "username": identity.username,
        **_profile(identity, authentications),
        "email": identity.email,
    }


def person_claims(
    identity: Identity,
    linked: Sequence[Identity],
    *,
    scopes: Collection[str],
    authentications: Authentications,
) -> dict[str, Any]:
    """The claims that the scopes entitle an app to.

    ``openid`` gives ``sub`` alone; ``email``, ``profile`` and ``view_identity_set`` the rest.

    :param linked: every identity of the account
    """
    claims: dict[str, Any] = {"sub": identity.id}
    if "email" in scopes:
        claims["email"] = identity.email
        claims["email_verified"] = identity.email_verified_at is not None
    if "profile" in scopes:
        claims["preferred_username"] = identity.username
        claims |= _profile(identity, authentications)
    if VIEW_IDENTITY_SET in scopes:
        claims["identity_set"] = [identity_summary(i, authentications) for i in linked]
    return claims


def _profile(identity: Identity, authentications: Authentications) -> dict[str, Any]:
    return {
        "name": identity.name,
        "organization": identity.organization,
        "identity_provider": identity.identity_provider,
        "identity_provider_display_name": identity.provider.name,
        "last_authentication": last_authentication(identity.id, authentications),
    }
