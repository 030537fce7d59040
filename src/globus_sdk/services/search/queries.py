"""Finding things."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import get, post, queried
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...paging import HasNextPaginator, MarkerPaginator, has_paginator
from ...response import GlobusHTTPResponse
from .data import SearchQueryV1, SearchScrollQuery

if TYPE_CHECKING:
    from ...documents import SearchResultDocument


def _found(page: dict[str, Any]) -> int:
    count: int = page["count"]
    return count


_BY_OFFSET = has_paginator(
    HasNextPaginator,
    items_key="gmeta",
    get_page_size=_found,
    max_total_results=10000,  # what the service lets one page through
    page_size=100,
)
_BY_MARKER = has_paginator(MarkerPaginator, items_key="gmeta")


@_BY_OFFSET
@operation
def search(
    self: object,
    index_id: uuid.UUID | str,
    q: str,
    *,
    offset: int | MissingType = MISSING,
    limit: int | MissingType = MISSING,
    advanced: bool | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[SearchResultDocument]]:
    """Search an index; the results are the answer's ``gmeta``.

    ``GET /v1/index/<index_id>/search``

    :param index_id: the index.
    :param q: what to search for.
    :param offset: how many results to skip.
    :param limit: how many to return.
    :param advanced: whether ``q`` is in the query language, instead of plain words.
    :param query_params: further query parameters.
    """
    query = queried(query_params, q=q, offset=offset, limit=limit, advanced=advanced)
    return get(f"/v1/index/{index_id}/search", query)


@_BY_OFFSET
@operation
def post_search(
    self: object,
    index_id: uuid.UUID | str,
    data: dict[str, Any] | SearchQueryV1,
    *,
    offset: int | MissingType = MISSING,
    limit: int | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[SearchResultDocument]]:
    """Search an index by a query document; the results are the answer's ``gmeta``.

    ``POST /v1/index/<index_id>/search``

    :param index_id: the index.
    :param data: the query.
    :param offset: how many results to skip, instead of what the query says.
    :param limit: how many to return, likewise.
    """
    place = present({"offset": offset, "limit": limit})
    return post(f"/v1/index/{index_id}/search", {**data, **place})


@_BY_MARKER
@operation
def scroll(
    self: object,
    index_id: uuid.UUID | str,
    data: dict[str, Any] | SearchScrollQuery,
    *,
    marker: str | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[SearchResultDocument]]:
    """Go through all results of a query, however many; they come in no particular order.

    ``POST /v1/index/<index_id>/scroll``

    :param index_id: the index.
    :param data: the query.
    :param marker: ``marker`` of the page before.
    """
    return post(f"/v1/index/{index_id}/scroll", {**data, **present({"marker": marker})})
