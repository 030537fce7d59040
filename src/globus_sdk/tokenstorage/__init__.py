"""What version 3 of the API calls ``token_storage`` and ``token_storage.legacy``."""

from ..token_storage import (
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
from ..token_storage.legacy import (
    FileAdapter,
    MemoryAdapter,
    SimpleJSONFileAdapter,
    SQLiteAdapter,
    StorageAdapter,
)

__all__ = (
    "FileAdapter",
    "FileTokenStorage",
    "HasRefreshTokensValidator",
    "JSONTokenStorage",
    "MemoryAdapter",
    "MemoryTokenStorage",
    "NotExpiredValidator",
    "SQLiteAdapter",
    "SQLiteTokenStorage",
    "ScopeRequirementsValidator",
    "SimpleJSONFileAdapter",
    "StorageAdapter",
    "TokenDataValidator",
    "TokenStorage",
    "TokenStorageData",
    "TokenValidationContext",
    "TokenValidationError",
    "UnchangingIdentityIDValidator",
    "ValidatingTokenStorage",
)
