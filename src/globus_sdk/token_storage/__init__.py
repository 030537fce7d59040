"""Where tokens are kept between runs."""

from .base import FileTokenStorage, TokenStorage
from .json import JSONTokenStorage
from .lock import TokenStorageBusyError
from .memory import MemoryTokenStorage
from .sqlite import SQLiteTokenStorage
from .token_data import TokenStorageData
from .validating_token_storage import (
    HasRefreshTokensValidator,
    NotExpiredValidator,
    ScopeRequirementsValidator,
    TokenDataValidator,
    TokenValidationContext,
    TokenValidationError,
    UnchangingIdentityIDValidator,
    ValidatingTokenStorage,
)

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
    "TokenStorageBusyError",
    "TokenStorageData",
    "TokenValidationContext",
    "TokenValidationError",
    "UnchangingIdentityIDValidator",
    "ValidatingTokenStorage",
)
