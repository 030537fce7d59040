"""Connect Personal on this machine."""

from .endpoint import LocalGlobusConnectPersonal
from .owner_info import GlobusConnectPersonalOwnerInfo

__all__ = ("GlobusConnectPersonalOwnerInfo", "LocalGlobusConnectPersonal")
