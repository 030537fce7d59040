"""Responses of the Auth service."""

from .lists import (
    GetClientCredentialsResponse,
    GetClientsResponse,
    GetConsentsResponse,
    GetIdentitiesResponse,
    GetIdentityProvidersResponse,
    GetProjectsResponse,
)
from .oauth import (
    OAuthAuthorizationCodeResponse,
    OAuthClientCredentialsResponse,
    OAuthDependentTokenResponse,
    OAuthRefreshTokenResponse,
    OAuthTokenResponse,
)

__all__ = (
    "GetClientCredentialsResponse",
    "GetClientsResponse",
    "GetConsentsResponse",
    "GetIdentitiesResponse",
    "GetIdentityProvidersResponse",
    "GetProjectsResponse",
    "OAuthAuthorizationCodeResponse",
    "OAuthClientCredentialsResponse",
    "OAuthDependentTokenResponse",
    "OAuthRefreshTokenResponse",
    "OAuthTokenResponse",
)
