"""Apps: they log in, keep the tokens, and give them to clients."""

from .app import GlobusApp
from .async_app import AsyncClientApp, AsyncGlobusApp, AsyncUserApp
from .client_app import ClientApp
from .config import GlobusAppConfig
from .protocols import (
    IDTokenDecoderProvider,
    LoginFlowManagerProvider,
    TokenStorageProvider,
    TokenValidationErrorHandler,
)
from .user_app import UserApp

__all__ = (
    "AsyncClientApp",
    "AsyncGlobusApp",
    "AsyncUserApp",
    "ClientApp",
    "GlobusApp",
    "GlobusAppConfig",
    "IDTokenDecoderProvider",
    "LoginFlowManagerProvider",
    "TokenStorageProvider",
    "TokenValidationErrorHandler",
    "UserApp",
)
