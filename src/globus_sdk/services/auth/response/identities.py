"""Lists of identities and identity providers."""

from ....response import IterableResponse


class GetIdentitiesResponse(IterableResponse):
    """Identities."""

    default_iter_key = "identities"


class GetIdentityProvidersResponse(IterableResponse):
    """Identity providers."""

    default_iter_key = "identity_providers"
