"""Lists of identities and identity providers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....response import IterableResponse

if TYPE_CHECKING:
    from ....documents import IdentityDocument, IdentityProviderDocument  # noqa: F401 - in quotes


class GetIdentitiesResponse(IterableResponse["IdentityDocument"]):
    """Identities."""

    default_iter_key = "identities"


class GetIdentityProvidersResponse(IterableResponse["IdentityProviderDocument"]):
    """Identity providers."""

    default_iter_key = "identity_providers"
