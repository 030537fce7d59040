"""A renewal answers for one resource server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def only_token(by_resource_server: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The one token of a response.

    :raises ValueError: there are several, so that it is not clear which to use.
    """
    if len(by_resource_server) != 1:
        names = ", ".join(by_resource_server) or "none"
        raise ValueError(f"Expected a token for one resource server, got: {names}")
    return next(iter(by_resource_server.values()))
