"""The shapes that Auth's calls have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..._core.plan import Call
from ..._missing import MissingType
from ...response import GlobusHTTPResponse

T = TypeVar("T")


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


def listed(values: Iterable[T] | MissingType | None) -> Any:
    """Several values as a list; text, None and MISSING stay as they are."""
    if values is None or isinstance(values, (str, MissingType)):
        return values
    return list(values)
