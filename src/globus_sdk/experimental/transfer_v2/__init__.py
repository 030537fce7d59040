"""Transfer, version 2: documents as JSON:API has them."""

from .client import AsyncTransferClientV2, TransferClientV2
from .data import (
    BookmarkCreateDocument,
    BookmarkUpdateDocument,
    TunnelCreateDocument,
    TunnelUpdateDocument,
)

__all__ = (
    "AsyncTransferClientV2",
    "BookmarkCreateDocument",
    "BookmarkUpdateDocument",
    "TransferClientV2",
    "TunnelCreateDocument",
    "TunnelUpdateDocument",
)
