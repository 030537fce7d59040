"""Bookmarks: names for places on collections."""

from __future__ import annotations

import uuid
from typing import Any

from ..._core.calls import delete, get, listing, post, unchanged
from ..._core.operation import operation
from ..._core.plan import Call
from ...response import GlobusHTTPResponse, IterableJSONAPIResponse
from .data import BookmarkCreateDocument, BookmarkUpdateDocument

_Query = dict[str, Any] | None


@operation
def list_bookmarks(self: object, *, query_params: _Query = None) -> Call[IterableJSONAPIResponse]:
    """List the caller's bookmarks.

    ``GET /v2/bookmarks``

    :param query_params: further query parameters.
    """
    return listing("/v2/bookmarks", IterableJSONAPIResponse, query_params)


@operation
def get_bookmark(
    self: object, bookmark_id: uuid.UUID | str, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Look up a bookmark.

    ``GET /v2/bookmarks/<bookmark_id>``

    :param bookmark_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v2/bookmarks/{bookmark_id}", query_params)


@operation
def create_bookmark(
    self: object, data: dict[str, Any] | BookmarkCreateDocument
) -> Call[GlobusHTTPResponse]:
    """Create a bookmark.

    ``POST /v2/bookmarks``

    :param data: the bookmark.
    """
    return post("/v2/bookmarks", data)


@operation
def update_bookmark(
    self: object,
    bookmark_id: uuid.UUID | str,
    update_document: dict[str, Any] | BookmarkUpdateDocument,
) -> Call[GlobusHTTPResponse]:
    """Change a bookmark.

    ``PATCH /v2/bookmarks/<bookmark_id>``

    :param bookmark_id: its id.
    :param update_document: what it is to be.
    """
    return Call("patch", f"/v2/bookmarks/{bookmark_id}", unchanged, data=update_document)


@operation
def delete_bookmark(self: object, bookmark_id: uuid.UUID | str) -> Call[GlobusHTTPResponse]:
    """Delete a bookmark.

    ``DELETE /v2/bookmarks/<bookmark_id>``

    :param bookmark_id: its id.
    """
    return delete(f"/v2/bookmarks/{bookmark_id}")
