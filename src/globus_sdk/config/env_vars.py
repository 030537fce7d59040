"""Settings read from the environment, each at the moment of its use."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pathlib

ENVNAME_VAR = "GLOBUS_SDK_ENVIRONMENT"
SSL_VERIFY_VAR = "GLOBUS_SDK_VERIFY_SSL"
HTTP_TIMEOUT_VAR = "GLOBUS_SDK_HTTP_TIMEOUT"
SERVICE_URL = "GLOBUS_SDK_SERVICE_URL_"

DEFAULT_TIMEOUT_S = 60.0
_TRUE = frozenset(("1", "true", "t", "yes", "y", "on"))
_FALSE = frozenset(("0", "false", "f", "no", "n", "off"))


def get_environment_name(inputenv: str | None = None) -> str:
    """The argument, else ``GLOBUS_SDK_ENVIRONMENT``, else ``production``."""
    return inputenv or os.environ.get(ENVNAME_VAR) or "production"


def service_url_override(service: str) -> str | None:
    """The value of ``GLOBUS_SDK_SERVICE_URL_<SERVICE>``, if set."""
    return os.environ.get(SERVICE_URL + service.upper()) or None


def get_ssl_verify(value: bool | str | pathlib.Path | None = None) -> bool | str:
    """How to verify certificates: yes, no, or with the authorities in a file.

    :param value: takes precedence over ``GLOBUS_SDK_VERIFY_SSL``; a boolean word or a file's path.
    :raises ValueError: neither a boolean word nor an existing file.
    """
    if value is None:
        value = os.environ.get(SSL_VERIFY_VAR, "true")
    if isinstance(value, bool):
        return value
    return _boolean_or_file(str(value))


def _boolean_or_file(value: str) -> bool | str:
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    if os.path.isfile(value):  # noqa: PTH113 - the path goes on as text
        return value
    raise ValueError(f"SSL verification takes a boolean word or an existing file, not {value!r}")


def get_http_timeout(value: float | None = None) -> float | None:
    """Seconds to wait for a connection and between bytes; None waits for ever.

    :param value: takes precedence over ``GLOBUS_SDK_HTTP_TIMEOUT`` (default 60); -1 means None.
    :raises ValueError: the variable is not a number.
    """
    if value is None:
        value = _number(os.environ.get(HTTP_TIMEOUT_VAR) or DEFAULT_TIMEOUT_S)
    return None if value == -1 else value


def _number(value: str | float) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError(f"{HTTP_TIMEOUT_VAR} takes a number of seconds, not {value!r}") from None
