"""Identity documents of the Auth API."""

from __future__ import annotations

from typing import Any

from armillary.auth.identities.model import Identity, KnownProvider


def identity_document(identity: Identity, *, with_email: bool) -> dict[str, Any]:
    """An identity as ``GET /v2/api/identities`` shows it.

    :param with_email: whether the caller may see the address; it is null otherwise
    """
    return {
        "id": identity.id,
        "username": identity.username,
        "status": identity.status,
        "name": identity.name,
        "email": identity.email if with_email else None,
        "organization": identity.organization,
        "identity_provider": identity.identity_provider,
        "identity_type": identity.identity_type,
    }


def provider_document(provider: KnownProvider) -> dict[str, Any]:
    """An identity provider."""
    return {
        "id": provider.id,
        "name": provider.name,
        "short_name": provider.short_name,
        "alternative_names": [],
        "domains": list(provider.domains),
    }
