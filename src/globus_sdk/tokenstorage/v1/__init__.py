"""What version 3 of the API calls ``token_storage.legacy``."""

import sys
from importlib import import_module

from ...token_storage.legacy import (
    FileAdapter,
    MemoryAdapter,
    SimpleJSONFileAdapter,
    SQLiteAdapter,
    StorageAdapter,
)

# Modules below this one, under the names that they had.
for _name in ("base", "file_adapters", "memory_adapter", "sqlite_adapter"):
    sys.modules[f"{__name__}.{_name}"] = import_module(f"globus_sdk.token_storage.legacy.{_name}")

__all__ = (
    "FileAdapter",
    "MemoryAdapter",
    "SQLiteAdapter",
    "SimpleJSONFileAdapter",
    "StorageAdapter",
)
