"""Transfer: collections, files, tasks."""

from .client import AsyncTransferClient, TransferClient
from .data import DeleteData, TransferData
from .errors import TransferAPIError
from .response import IterableTransferResponse

__all__ = (
    "AsyncTransferClient",
    "DeleteData",
    "IterableTransferResponse",
    "TransferAPIError",
    "TransferClient",
    "TransferData",
)
