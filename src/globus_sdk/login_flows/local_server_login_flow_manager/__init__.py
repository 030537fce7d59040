"""Logging in with a browser on the same machine."""

from .errors import LocalServerEnvironmentalLoginError, LocalServerLoginError
from .local_server_login_flow_manager import LocalServerLoginFlowManager

__all__ = (
    "LocalServerEnvironmentalLoginError",
    "LocalServerLoginError",
    "LocalServerLoginFlowManager",
)
