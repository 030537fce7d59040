"""The documents that submissions consist of."""

from .delete_data import DeleteData
from .transfer_data import TransferData
from .tunnel_data import CreateTunnelData

__all__ = ("CreateTunnelData", "DeleteData", "TransferData")
