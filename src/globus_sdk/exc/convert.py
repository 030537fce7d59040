"""Errors of the network, in the library's own classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import GlobusError

if TYPE_CHECKING:
    import requests


class NetworkError(GlobusError):
    """No response came.

    :param msg: what happened.
    :param exc: the error of the HTTP library, kept as ``underlying_exception``.
    """

    def __init__(self, msg: str, exc: Exception) -> None:
        super().__init__(msg)
        self.message = msg
        self.underlying_exception = exc

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.underlying_exception)

    def __str__(self) -> str:
        return self.message


class GlobusTimeoutError(NetworkError):
    """The service took too long."""


class GlobusConnectionTimeoutError(GlobusTimeoutError):
    """The connection took too long to make."""


class GlobusConnectionError(NetworkError):
    """The connection could not be made, or broke."""


def convert_request_exception(exc: requests.RequestException) -> GlobusError:
    """The library's error for one of ``requests``."""
    import requests

    if isinstance(exc, requests.ConnectTimeout):
        return GlobusConnectionTimeoutError("ConnectTimeoutError on request", exc)
    if isinstance(exc, requests.Timeout):
        return GlobusTimeoutError("TimeoutError on request", exc)
    if isinstance(exc, requests.ConnectionError):
        return GlobusConnectionError("ConnectionError on request", exc)
    return NetworkError("NetworkError on request", exc)
