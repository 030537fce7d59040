"""The collections of an endpoint."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from ..._core.calls import delete
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from . import calls
from .data import CollectionDocument
from .pages import BY_MARKER
from .response import IterableGCSResponse, UnpackingGCSResponse

_Query = dict[str, Any] | None


@BY_MARKER
@operation
def get_collection_list(
    self: object,
    *,
    mapped_collection_id: uuid.UUID | str | MissingType = MISSING,
    filter: str | Iterable[str] | MissingType = MISSING,
    include: str | Iterable[str] | MissingType = MISSING,
    page_size: int | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[IterableGCSResponse]:
    """List the endpoint's collections.

    ``GET /collections``

    :param mapped_collection_id: only the guest collections of this one.
    :param filter: only those that fit: ``mapped_collections``, ``guest_collections``,
        ``managed_by_me``, ``created_by_me``.
    :param include: ``private_policies`` to see these, too.
    :param page_size: how many to return.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    return calls.listing(
        "/collections",
        query_params,
        mapped_collection_id=mapped_collection_id,
        filter=comma_joined(filter),
        include=comma_joined(include),
        page_size=page_size,
        marker=marker,
    )


@operation
def get_collection(
    self: object, collection_id: uuid.UUID | str, *, query_params: _Query = None
) -> Call[UnpackingGCSResponse]:
    """Look up a collection.

    ``GET /collections/<collection_id>``

    :param collection_id: its id.
    :param query_params: further query parameters.
    """
    return calls.get("collection", f"/collections/{collection_id}", query_params)


@operation
def create_collection(
    self: object, collection_data: dict[str, Any] | CollectionDocument
) -> Call[UnpackingGCSResponse]:
    """Create a collection.

    ``POST /collections``

    :param collection_data: a :class:`MappedCollectionDocument` or a
        :class:`GuestCollectionDocument`.
    """
    return calls.post("collection", "/collections", collection_data)


@operation
def update_collection(
    self: object,
    collection_id: uuid.UUID | str,
    collection_data: dict[str, Any] | CollectionDocument,
    *,
    query_params: _Query = None,
) -> Call[UnpackingGCSResponse]:
    """Change a collection; what is not given stays as it is.

    ``PATCH /collections/<collection_id>``

    :param collection_id: its id.
    :param collection_data: what it is to be.
    :param query_params: further query parameters.
    """
    path = f"/collections/{collection_id}"
    return calls.patch("collection", path, collection_data, query_params)


@operation
def delete_collection(
    self: object, collection_id: uuid.UUID | str, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Delete a collection.

    ``DELETE /collections/<collection_id>``

    :param collection_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/collections/{collection_id}", query_params)
