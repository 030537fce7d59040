"""Connect Server on this machine."""

from .endpoint import LocalGlobusConnectServer

__all__ = ("LocalGlobusConnectServer",)
