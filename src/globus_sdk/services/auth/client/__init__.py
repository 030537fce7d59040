"""The clients of the Auth service."""

from .base_login_client import AsyncAuthLoginClient, AuthLoginClient
from .confidential_client import AsyncConfidentialAppAuthClient, ConfidentialAppAuthClient
from .native_client import AsyncNativeAppAuthClient, NativeAppAuthClient
from .service_client import AsyncAuthClient, AuthClient

__all__ = (
    "AsyncAuthClient",
    "AsyncAuthLoginClient",
    "AsyncConfidentialAppAuthClient",
    "AsyncNativeAppAuthClient",
    "AuthClient",
    "AuthLoginClient",
    "ConfidentialAppAuthClient",
    "NativeAppAuthClient",
)
