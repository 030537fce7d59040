"""The shapes that Transfer's calls have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..._core.calls import queried, unchanged
from ..._core.plan import Call
from ..._missing import MissingType, present
from ...response import GlobusHTTPResponse
from .response import IterableTransferResponse


def get(
    path: str, query_params: Mapping[str, Any] | None, /, **parameters: Any
) -> Call[GlobusHTTPResponse]:
    """Read a document."""
    return Call("get", path, unchanged, query_params=merged(parameters, query_params))


def listing(
    path: str, query_params: Mapping[str, Any] | None, /, **parameters: Any
) -> Call[IterableTransferResponse]:
    """Read a list."""
    query = merged(parameters, query_params)
    return Call("get", path, IterableTransferResponse, query_params=query)


def merged(
    parameters: dict[str, Any], query_params: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """An operation's own parameters, where given; over them the caller's further ones win."""
    if not parameters:
        return dict(query_params) if query_params else None
    return queried(query_params, **present(parameters)) or None


def one_or_zero(value: bool | MissingType) -> int | MissingType:
    """How Transfer's older parameters write booleans."""
    return value if isinstance(value, MissingType) else int(value)
