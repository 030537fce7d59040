"""Responses that hold lists."""

from ....response import IterableResponse


class GetIdentitiesResponse(IterableResponse):
    """Identities."""

    default_iter_key = "identities"


class GetIdentityProvidersResponse(IterableResponse):
    """Identity providers."""

    default_iter_key = "identity_providers"


class GetConsentsResponse(IterableResponse):
    """Consents; each names its path from the consent that the user gave."""

    default_iter_key = "consents"


class GetProjectsResponse(IterableResponse):
    """Projects."""

    default_iter_key = "projects"


class GetClientsResponse(IterableResponse):
    """Clients."""

    default_iter_key = "clients"


class GetClientCredentialsResponse(IterableResponse):
    """Credentials of a client, without their secrets."""

    default_iter_key = "credentials"


class GetPoliciesResponse(IterableResponse):
    """Policies."""

    default_iter_key = "policies"


class GetScopesResponse(IterableResponse):
    """Scopes."""

    default_iter_key = "scopes"
