"""Storage gateways."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from ..._core.calls import delete, queried, unchanged
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from . import calls
from .data import StorageGatewayDocument
from .pages import BY_MARKER
from .response import IterableGCSResponse, UnpackingGCSResponse

_Query = dict[str, Any] | None


@BY_MARKER
@operation
def get_storage_gateway_list(
    self: object,
    *,
    include: str | Iterable[str] | MissingType = MISSING,
    page_size: int | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[IterableGCSResponse]:
    """List the endpoint's storage gateways.

    ``GET /storage_gateways``

    :param include: ``private_policies`` to see these, too.
    :param page_size: how many to return.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    return calls.listing(
        "/storage_gateways",
        query_params,
        include=comma_joined(include),
        page_size=page_size,
        marker=marker,
    )


@operation
def get_storage_gateway(
    self: object,
    storage_gateway_id: uuid.UUID | str,
    *,
    include: str | Iterable[str] | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[UnpackingGCSResponse]:
    """Look up a storage gateway.

    ``GET /storage_gateways/<storage_gateway_id>``

    :param storage_gateway_id: its id.
    :param include: ``private_policies`` to see these, too.
    :param query_params: further query parameters.
    """
    query = queried(query_params, include=comma_joined(include))
    return calls.get("storage_gateway", f"/storage_gateways/{storage_gateway_id}", query)


@operation
def create_storage_gateway(
    self: object,
    data: dict[str, Any] | StorageGatewayDocument,
    *,
    query_params: _Query = None,
) -> Call[UnpackingGCSResponse]:
    """Create a storage gateway.

    ``POST /storage_gateways``

    :param data: what it is to be.
    :param query_params: further query parameters.
    """
    return calls.post("storage_gateway", "/storage_gateways", data, query_params)


@operation
def update_storage_gateway(
    self: object,
    storage_gateway_id: uuid.UUID | str,
    data: dict[str, Any] | StorageGatewayDocument,
    *,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse]:
    """Change a storage gateway; what is not given stays as it is.

    ``PATCH /storage_gateways/<storage_gateway_id>``

    :param storage_gateway_id: its id.
    :param data: what it is to be.
    :param query_params: further query parameters.
    """
    path = f"/storage_gateways/{storage_gateway_id}"
    return Call("patch", path, unchanged, query_params=query_params, data=data)


@operation
def delete_storage_gateway(
    self: object, storage_gateway_id: str | uuid.UUID, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Delete a storage gateway.

    ``DELETE /storage_gateways/<storage_gateway_id>``

    :param storage_gateway_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/storage_gateways/{storage_gateway_id}", query_params)
