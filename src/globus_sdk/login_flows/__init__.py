"""Ways to log a user in."""

from .automatic_login_flow_manager import AutomaticLoginFlowManager
from .command_line_login_flow_manager import (
    CommandLineLoginFlowEOFError,
    CommandLineLoginFlowManager,
)
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
    "LocalServerEnvironmentalLoginError",
    "LocalServerLoginError",
    "LocalServerLoginFlowManager",
    "LoginFlowManager",
)
