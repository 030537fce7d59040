"""Where version 3 of the API had token storages first."""

from ..token_storage import (
    FileTokenStorage,
    JSONTokenStorage,
    MemoryTokenStorage,
    SQLiteTokenStorage,
    TokenStorage,
    TokenStorageData,
)

__all__ = (
    "FileTokenStorage",
    "JSONTokenStorage",
    "MemoryTokenStorage",
    "SQLiteTokenStorage",
    "TokenStorage",
    "TokenStorageData",
)
