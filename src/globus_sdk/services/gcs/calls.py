"""The shapes that GCS Manager's calls have."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..._core.calls import Query, queried
from ..._core.plan import Call
from .response import IterableGCSResponse, UnpackingGCSResponse


def get(kind: str, path: str, query_params: Query) -> Call[UnpackingGCSResponse]:
    """Read a document of a kind."""
    return Call("get", path, _unpacking(kind), query_params=query_params)


def listing(path: str, query_params: Query, /, **parameters: Any) -> Call[IterableGCSResponse]:
    """Read a list."""
    query = queried(query_params, **parameters)
    return Call("get", path, IterableGCSResponse, query_params=query)


def post(kind: str, path: str, data: Any, query_params: Query = None) -> Call[UnpackingGCSResponse]:
    """Create a document of a kind."""
    return Call("post", path, _unpacking(kind), query_params=query_params, data=data)


def patch(kind: str, path: str, data: Any, query_params: Query) -> Call[UnpackingGCSResponse]:
    """Change a document of a kind."""
    return Call("patch", path, _unpacking(kind), query_params=query_params, data=data)


def _unpacking(kind: str) -> partial[UnpackingGCSResponse]:
    return partial(UnpackingGCSResponse, match=kind)
