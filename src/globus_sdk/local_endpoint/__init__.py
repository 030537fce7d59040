"""What is installed on this machine: Connect Personal, Connect Server."""

from .personal import GlobusConnectPersonalOwnerInfo, LocalGlobusConnectPersonal
from .server import LocalGlobusConnectServer

__all__ = (
    "GlobusConnectPersonalOwnerInfo",
    "LocalGlobusConnectPersonal",
    "LocalGlobusConnectServer",
)
