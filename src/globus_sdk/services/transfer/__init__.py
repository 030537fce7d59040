"""Transfer: collections, files, tasks."""

from .client import AsyncTransferClient, TransferClient
from .data import CreateTunnelData, DeleteData, TransferData
from .errors import TransferAPIError
from .response import ActivationRequirementsResponse, IterableTransferResponse

__all__ = (
    "ActivationRequirementsResponse",
    "AsyncTransferClient",
    "CreateTunnelData",
    "DeleteData",
    "IterableTransferResponse",
    "TransferAPIError",
    "TransferClient",
    "TransferData",
)
