"""What renewals have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from .._core.json import as_object
from ..exc import GlobusAPIError


def only_token(by_resource_server: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The one token of a response.

    :raises ValueError: there are several, so that it is not clear which to use.
    """
    if len(by_resource_server) != 1:
        names = ", ".join(by_resource_server) or "none"
        raise ValueError(f"Expected a token for one resource server, got: {names}")
    return next(iter(by_resource_server.values()))


def raise_refusal(error: GlobusAPIError) -> NoReturn:
    """Raise what the token endpoint answered to a refresh token (RFC 6749, section 5.2).

    :raises DeadRefreshTokenError: the refresh token is no good any more.
    :raises GlobusAPIError: it answered something else.
    """
    from ..services.auth import DeadRefreshTokenError

    document = as_object(error.raw_json) or {}
    if document.get("error") == "invalid_grant":
        raise DeadRefreshTokenError(error._underlying_response) from None
    raise error
