"""Auth: logins, tokens, identities, projects and clients."""

from .client import (
    AsyncAuthClient,
    AsyncAuthLoginClient,
    AsyncConfidentialAppAuthClient,
    AsyncNativeAppAuthClient,
    AuthClient,
    AuthLoginClient,
    ConfidentialAppAuthClient,
    NativeAppAuthClient,
)
from .data import DependentScopeSpec
from .errors import AuthAPIError, DeadRefreshTokenError
from .flow_managers import GlobusAuthorizationCodeFlowManager, GlobusNativeAppFlowManager
from .id_token_decoder import IDTokenDecoder
from .identity_map import AsyncIdentityMap, IdentityMap
from .response import (
    GetConsentsResponse,
    GetIdentitiesResponse,
    OAuthAuthorizationCodeResponse,
    OAuthClientCredentialsResponse,
    OAuthDependentTokenResponse,
    OAuthRefreshTokenResponse,
    OAuthTokenResponse,
)

__all__ = (
    "AsyncAuthClient",
    "AsyncAuthLoginClient",
    "AsyncConfidentialAppAuthClient",
    "AsyncIdentityMap",
    "AsyncNativeAppAuthClient",
    "AuthAPIError",
    "AuthClient",
    "AuthLoginClient",
    "ConfidentialAppAuthClient",
    "DeadRefreshTokenError",
    "DependentScopeSpec",
    "GetConsentsResponse",
    "GetIdentitiesResponse",
    "GlobusAuthorizationCodeFlowManager",
    "GlobusNativeAppFlowManager",
    "IDTokenDecoder",
    "IdentityMap",
    "NativeAppAuthClient",
    "OAuthAuthorizationCodeResponse",
    "OAuthClientCredentialsResponse",
    "OAuthDependentTokenResponse",
    "OAuthRefreshTokenResponse",
    "OAuthTokenResponse",
)
