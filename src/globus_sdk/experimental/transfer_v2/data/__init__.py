"""The documents of Transfer, version 2."""

from .bookmark_documents import BookmarkCreateDocument, BookmarkUpdateDocument
from .tunnel_documents import TunnelCreateDocument, TunnelUpdateDocument

__all__ = (
    "BookmarkCreateDocument",
    "BookmarkUpdateDocument",
    "TunnelCreateDocument",
    "TunnelUpdateDocument",
)
