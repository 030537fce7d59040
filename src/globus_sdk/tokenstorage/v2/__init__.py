"""What version 3 of the API calls ``token_storage``."""

import sys
from importlib import import_module

from ...token_storage import (
    FileTokenStorage,
    HasRefreshTokensValidator,
    JSONTokenStorage,
    MemoryTokenStorage,
    NotExpiredValidator,
    ScopeRequirementsValidator,
    SQLiteTokenStorage,
    TokenDataValidator,
    TokenStorage,
    TokenStorageData,
    TokenValidationContext,
    TokenValidationError,
    UnchangingIdentityIDValidator,
    ValidatingTokenStorage,
)

# Modules below this one, under the names that they had.
_MODULES = (
    "base",
    "json",
    "memory",
    "sqlite",
    "token_data",
    "validating_token_storage",
    "validating_token_storage.context",
    "validating_token_storage.errors",
    "validating_token_storage.storage",
    "validating_token_storage.validators",
)
for _name in _MODULES:
    sys.modules[f"{__name__}.{_name}"] = import_module(f"globus_sdk.token_storage.{_name}")

__all__ = (
    "FileTokenStorage",
    "HasRefreshTokensValidator",
    "JSONTokenStorage",
    "MemoryTokenStorage",
    "NotExpiredValidator",
    "SQLiteTokenStorage",
    "ScopeRequirementsValidator",
    "TokenDataValidator",
    "TokenStorage",
    "TokenStorageData",
    "TokenValidationContext",
    "TokenValidationError",
    "UnchangingIdentityIDValidator",
    "ValidatingTokenStorage",
)
