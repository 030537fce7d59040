"""Where tokens are kept between runs."""

from .base import FileTokenStorage, TokenStorage
from .json import JSONTokenStorage
from .memory import MemoryTokenStorage
from .sqlite import SQLiteTokenStorage
from .token_data import TokenStorageData

__all__ = (
    "FileTokenStorage",
    "JSONTokenStorage",
    "MemoryTokenStorage",
    "SQLiteTokenStorage",
    "TokenStorage",
    "TokenStorageData",
)
