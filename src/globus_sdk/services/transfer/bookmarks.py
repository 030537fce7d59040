"""Bookmarks: names for places on collections."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ...response import GlobusHTTPResponse
from .calls import get, listing
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import BookmarkDocument, ResultDocument


@operation
def bookmark_list(
    self: object,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[BookmarkDocument]]:
    """List the caller's bookmarks.

    ``GET /v0.10/bookmark_list``

    :param query_params: further query parameters.
    """
    return listing("/v0.10/bookmark_list", query_params)


@operation
def get_bookmark(
    self: object,
    bookmark_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[BookmarkDocument]]:
    """Look up a bookmark.

    ``GET /v0.10/bookmark/<bookmark_id>``

    :param bookmark_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/bookmark/{bookmark_id}", query_params)


@operation
def create_bookmark(
    self: object,
    bookmark_data: dict[str, Any],
) -> Call[GlobusHTTPResponse[BookmarkDocument]]:
    """Create a bookmark.

    ``POST /v0.10/bookmark``

    :param bookmark_data: ``name``, ``endpoint_id`` and ``path``.
    """
    return post("/v0.10/bookmark", bookmark_data)


@operation
def update_bookmark(
    self: object,
    bookmark_id: uuid.UUID | str,
    bookmark_data: dict[str, Any],
) -> Call[GlobusHTTPResponse[BookmarkDocument]]:
    """Rename a bookmark.

    ``PUT /v0.10/bookmark/<bookmark_id>``

    :param bookmark_id: its id.
    :param bookmark_data: the new ``name``.
    """
    return put(f"/v0.10/bookmark/{bookmark_id}", bookmark_data)


@operation
def delete_bookmark(
    self: object,
    bookmark_id: uuid.UUID | str,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Delete a bookmark.

    ``DELETE /v0.10/bookmark/<bookmark_id>``

    :param bookmark_id: its id.
    """
    return delete(f"/v0.10/bookmark/{bookmark_id}")
