"""Sending requests: transports, encoders, and what decides whether to try again."""

from .aiohttp import AsyncTransport
from .caller_info import RequestCallerInfo
from .client_info import GlobusClientInfo
from .encoders import FormRequestEncoder, JSONRequestEncoder, RequestEncoder
from .requests import RequestsTransport
from .retry import (
    RetryCheck,
    RetryCheckCollection,
    RetryCheckFlags,
    RetryCheckResult,
    RetryContext,
    set_retry_check_flags,
)
from .retry_check_runner import RetryCheckRunner
from .retry_config import RetryConfig

__all__ = (
    "AsyncTransport",
    "FormRequestEncoder",
    "GlobusClientInfo",
    "JSONRequestEncoder",
    "RequestCallerInfo",
    "RequestEncoder",
    "RequestsTransport",
    "RetryCheck",
    "RetryCheckCollection",
    "RetryCheckFlags",
    "RetryCheckResult",
    "RetryCheckRunner",
    "RetryConfig",
    "RetryContext",
    "set_retry_check_flags",
)
