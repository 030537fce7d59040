"""Endpoints and collections."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Literal

from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...paging import HasNextPaginator, has_paginator
from ...response import GlobusHTTPResponse
from .calls import get, listing, one_or_zero
from .pages import length_of_page
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import TransferEndpointDocument

EntityType = Literal[
    "GCP_mapped_collection",
    "GCP_guest_collection",
    "GCSv5_endpoint",
    "GCSv5_mapped_collection",
    "GCSv5_guest_collection",
]


@operation
def get_endpoint(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[TransferEndpointDocument]]:
    """Look up an endpoint or collection.

    ``GET /v0.10/endpoint/<endpoint_id>``

    :param endpoint_id: its id.
    :param query_params: further query parameters, such as ``fields``.
    :raises TransferAPIError: code ``EndpointNotFound`` if there is none with that id.
    """
    return get(f"/v0.10/endpoint/{endpoint_id}", query_params)


@has_paginator(
    HasNextPaginator,
    items_key="DATA",
    get_page_size=length_of_page,
    max_total_results=1000,
    page_size=100,
)
@operation
def endpoint_search(
    self: object,
    filter_fulltext: str | MissingType = MISSING,
    *,
    filter_scope: str | MissingType = MISSING,
    filter_owner_id: str | MissingType = MISSING,
    filter_host_endpoint: uuid.UUID | str | MissingType = MISSING,
    filter_non_functional: bool | MissingType = MISSING,
    filter_entity_type: EntityType | MissingType = MISSING,
    limit: int | MissingType = MISSING,
    offset: int | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[TransferEndpointDocument]]:
    """Find endpoints and collections.

    ``GET /v0.10/endpoint_search``

    :param filter_fulltext: words that all have to occur, as prefixes, in names and descriptions.
    :param filter_scope: where to look: ``all`` (the default), ``my-endpoints``, ``recently-used``,
        ``shared-with-me``, ``shared-by-me``, ``administered-by-me``, ...
    :param filter_owner_id: the owner's identity.
    :param filter_host_endpoint: the mapped collection that hosts.
    :param filter_non_functional: only those that can, or cannot, transfer.
    :param filter_entity_type: only of this kind.
    :param limit: how many to return, at most 100.
    :param offset: how many to skip.
    :param query_params: further query parameters.
    """
    return listing(
        "/v0.10/endpoint_search",
        query_params,
        filter_scope=filter_scope,
        filter_fulltext=filter_fulltext,
        filter_owner_id=filter_owner_id,
        filter_host_endpoint=filter_host_endpoint,
        filter_non_functional=one_or_zero(filter_non_functional),
        filter_entity_type=filter_entity_type,
        limit=limit,
        offset=offset,
    )
