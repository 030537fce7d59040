"""Where version 3 of the API had login flows first."""

from ..login_flows import (
    CommandLineLoginFlowManager,
    LocalServerLoginFlowManager,
    LoginFlowManager,
)

__all__ = (
    "CommandLineLoginFlowManager",
    "LocalServerLoginFlowManager",
    "LoginFlowManager",
)
