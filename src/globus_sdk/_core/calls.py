"""The shapes that most calls have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ..response import GlobusHTTPResponse
from .plan import Call

T = TypeVar("T")
Query = Mapping[str, Any] | None


def queried(query_params: Query, /, **parameters: Any) -> dict[str, Any]:
    """An operation's own parameters, over which the caller's further ones win."""
    return {**parameters, **(query_params or {})}


def unchanged(response: GlobusHTTPResponse) -> GlobusHTTPResponse:
    """The response as it is."""
    return response


def get(path: str, query_params: Query = None) -> Call[GlobusHTTPResponse]:
    """Read a document."""
    return Call("get", path, unchanged, query_params=query_params)


def listing(
    path: str, returns: Callable[[GlobusHTTPResponse], T], query_params: Query = None
) -> Call[T]:
    """Read a list."""
    return Call("get", path, returns, query_params=query_params)


def post(path: str, data: Any = None, query_params: Query = None) -> Call[GlobusHTTPResponse]:
    """Create something, or start an action."""
    return Call("post", path, unchanged, query_params=query_params, data=data)


def put(path: str, data: Any, query_params: Query = None) -> Call[GlobusHTTPResponse]:
    """Change a document."""
    return Call("put", path, unchanged, query_params=query_params, data=data)


def patch(path: str, data: Any, query_params: Query = None) -> Call[GlobusHTTPResponse]:
    """Change some of a document."""
    return Call("patch", path, unchanged, query_params=query_params, data=data)


def delete(path: str, query_params: Query = None) -> Call[GlobusHTTPResponse]:
    """Delete something."""
    return Call("delete", path, unchanged, query_params=query_params)
