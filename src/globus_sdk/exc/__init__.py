"""Errors and warnings."""

from .api import ErrorSubdocument, GlobusAPIError
from .base import GlobusError, GlobusSDKUsageError, ValidationError
from .convert import (
    GlobusConnectionError,
    GlobusConnectionTimeoutError,
    GlobusTimeoutError,
    NetworkError,
    convert_request_exception,
)
from .err_info import (
    AuthorizationParameterInfo,
    ConsentRequiredInfo,
    ErrorInfo,
    ErrorInfoContainer,
)
from .warnings import RemovedInV4Warning, RemovedInV5Warning, warn_deprecated

__all__ = (
    "AuthorizationParameterInfo",
    "ConsentRequiredInfo",
    "ErrorInfo",
    "ErrorInfoContainer",
    "ErrorSubdocument",
    "GlobusAPIError",
    "GlobusConnectionError",
    "GlobusConnectionTimeoutError",
    "GlobusError",
    "GlobusSDKUsageError",
    "GlobusTimeoutError",
    "NetworkError",
    "RemovedInV4Warning",
    "RemovedInV5Warning",
    "ValidationError",
    "convert_request_exception",
    "warn_deprecated",
)
