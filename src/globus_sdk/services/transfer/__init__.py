"""Transfer: collections, files, tasks."""

from .client import AsyncTransferClient, TransferClient
from .data import CreateTunnelData, DeleteData, TransferData
from .errors import TransferAPIError
from .response import IterableTransferResponse

__all__ = (
    "AsyncTransferClient",
    "CreateTunnelData",
    "DeleteData",
    "IterableTransferResponse",
    "TransferAPIError",
    "TransferClient",
    "TransferData",
)
