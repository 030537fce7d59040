"""What may still change from one version to the next."""

from .transfer_v2 import (
    AsyncTransferClientV2,
    BookmarkCreateDocument,
    BookmarkUpdateDocument,
    TransferClientV2,
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
