"""Ways to log a user in."""

from .automatic_login_flow_manager import AutomaticLoginFlowManager
from .command_line_login_flow_manager import (
    CommandLineLoginFlowEOFError,
    CommandLineLoginFlowManager,
)
from .device_login_flow_manager import DeviceLoginError, DeviceLoginFlowManager
from .local_server_login_flow_manager import (
    LocalServerEnvironmentalLoginError,
    LocalServerLoginError,
    LocalServerLoginFlowManager,
)
from .login_flow_manager import LoginFlowManager

__all__ = (
    "AutomaticLoginFlowManager",
    "CommandLineLoginFlowEOFError",
    "CommandLineLoginFlowManager",
    "DeviceLoginError",
    "DeviceLoginFlowManager",
    "LocalServerEnvironmentalLoginError",
    "LocalServerLoginError",
    "LocalServerLoginFlowManager",
    "LoginFlowManager",
)
