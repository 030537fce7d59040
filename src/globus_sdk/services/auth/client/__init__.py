"""The clients of the Auth service."""

from .confidential import AsyncConfidentialAppAuthClient, ConfidentialAppAuthClient
from .login import AsyncAuthLoginClient, AuthLoginClient
from .native import AsyncNativeAppAuthClient, NativeAppAuthClient
from .service import AsyncAuthClient, AuthClient

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
