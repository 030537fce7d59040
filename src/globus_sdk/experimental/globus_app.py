"""Where version 3 of the API had apps first."""

from ..globus_app import (
    ClientApp,
    GlobusApp,
    GlobusAppConfig,
    TokenValidationErrorHandler,
    UserApp,
)

__all__ = (
    "ClientApp",
    "GlobusApp",
    "GlobusAppConfig",
    "TokenValidationErrorHandler",
    "UserApp",
)
