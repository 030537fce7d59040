"""The storages of version 3: whole token documents, without identities."""

from .base import FileAdapter, StorageAdapter
from .file_adapters import SimpleJSONFileAdapter
from .memory_adapter import MemoryAdapter
from .sqlite_adapter import SQLiteAdapter

__all__ = (
    "FileAdapter",
    "MemoryAdapter",
    "SQLiteAdapter",
    "SimpleJSONFileAdapter",
    "StorageAdapter",
)
