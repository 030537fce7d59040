"""Transfer: collections, files, tasks."""

from .client import TransferClient
from .data import DeleteData, TransferData
from .errors import TransferAPIError
from .response import IterableTransferResponse

__all__ = (
    "DeleteData",
    "IterableTransferResponse",
    "TransferAPIError",
    "TransferClient",
    "TransferData",
)
