"""The shapes that Auth's calls have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse

T = TypeVar("T")


def unchanged(response: GlobusHTTPResponse) -> GlobusHTTPResponse:
    """The response as it is."""
    return response


def get(path: str, query_params: dict[str, Any] | None = None) -> Call[GlobusHTTPResponse]:
    """Read a document."""
    return Call("get", path, unchanged, query_params=query_params)


def listing(
    path: str, returns: Callable[[GlobusHTTPResponse], T], query_params: Any = None
) -> Call[T]:
    """Read a list."""
    return Call("get", path, returns, query_params=query_params)


def post(path: str, data: Any) -> Call[GlobusHTTPResponse]:
    """Create something."""
    return Call("post", path, unchanged, data=data)


def put(path: str, data: Any) -> Call[GlobusHTTPResponse]:
    """Change something."""
    return Call("put", path, unchanged, data=data)


def delete(path: str) -> Call[GlobusHTTPResponse]:
    """Delete something."""
    return Call("delete", path, unchanged)


def posted_form(
    path: str,
    fields: Mapping[str, Any],
    returns: Callable[[GlobusHTTPResponse], T],
    more: Mapping[str, Any] | None = None,
    query_params: dict[str, Any] | None = None,
) -> Call[T]:
    """Post a form, as OAuth does."""
    options: dict[str, Any] = {"data": {**fields, **(more or {})}, "encoding": "form"}
    if query_params is not None:
        options["query_params"] = query_params
    return Call("post", path, returns, **options)


def strings(values: Any) -> list[str] | MissingType:
    """One id or name, or several, as a list of strings."""
    if isinstance(values, MissingType):
        return MISSING
    if isinstance(values, Iterable) and not isinstance(values, str):
        return [str(value) for value in values]
    return [str(values)]
