"""The storages under the names that version 3 had for them."""

from .token_storage import *  # noqa: F403
from .token_storage import __all__ as _present
from .token_storage.legacy import (
    FileAdapter,
    MemoryAdapter,
    SimpleJSONFileAdapter,
    SQLiteAdapter,
    StorageAdapter,
)

__all__ = (  # pyright: ignore[reportUnsupportedDunderAll]
    *_present,
    "FileAdapter",
    "MemoryAdapter",
    "SQLiteAdapter",
    "SimpleJSONFileAdapter",
    "StorageAdapter",
)
