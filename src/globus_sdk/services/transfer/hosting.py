"""Endpoints and what they host: changing, deleting, subscriptions, servers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import delete, post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...paging import NextTokenPaginator, has_paginator
from ...response import GlobusHTTPResponse
from .calls import get, listing, merged
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import (
        EndpointCreatedDocument,
        PauseRuleDocument,
        ResultDocument,
        ServerDocument,
        SharedEndpointDocument,
        TransferEndpointDocument,
    )


@operation
def update_endpoint(
    self: object,
    endpoint_id: uuid.UUID | str,
    data: dict[str, Any],
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Change an endpoint; what is not given stays as it is.

    ``PUT /v0.10/endpoint/<endpoint_id>``

    :param endpoint_id: the endpoint.
    :param data: what it is to be.
    :param query_params: further query parameters.
    """
    return put(f"/v0.10/endpoint/{endpoint_id}", data, query_params)


@operation
def delete_endpoint(
    self: object,
    endpoint_id: uuid.UUID | str,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Delete an endpoint.

    ``DELETE /v0.10/endpoint/<endpoint_id>``

    :param endpoint_id: the endpoint.
    """
    return delete(f"/v0.10/endpoint/{endpoint_id}")


@operation
def create_shared_endpoint(
    self: object,
    data: dict[str, Any],
) -> Call[GlobusHTTPResponse[EndpointCreatedDocument]]:
    """Create a guest collection on a personal endpoint.

    ``POST /v0.10/shared_endpoint``

    :param data: ``host_endpoint``, ``host_path``, ``display_name`` and more.
    """
    return post("/v0.10/shared_endpoint", data)


@operation
def my_effective_pause_rule_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[PauseRuleDocument]]:
    """List the pause rules that hold for the caller's tasks.

    ``GET /v0.10/endpoint/<endpoint_id>/my_effective_pause_rule_list``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/endpoint/{endpoint_id}/my_effective_pause_rule_list", query_params)


@operation
def my_shared_endpoint_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[TransferEndpointDocument]]:
    """List the caller's guest collections on a collection.

    ``GET /v0.10/endpoint/<endpoint_id>/my_shared_endpoint_list``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/endpoint/{endpoint_id}/my_shared_endpoint_list", query_params)


@operation
def endpoint_server_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[ServerDocument]]:
    """List the servers of an endpoint.

    ``GET /v0.10/endpoint/<endpoint_id>/server_list``

    :param endpoint_id: the endpoint.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/endpoint/{endpoint_id}/server_list", query_params)


@operation
def get_endpoint_server(
    self: object,
    endpoint_id: uuid.UUID | str,
    server_id: int | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ServerDocument]]:
    """Look up a server of an endpoint.

    ``GET /v0.10/endpoint/<endpoint_id>/server/<server_id>``

    :param endpoint_id: the endpoint.
    :param server_id: its number.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint/{endpoint_id}/server/{server_id}", query_params)


@has_paginator(NextTokenPaginator, items_key="shared_endpoints")
@operation
def get_shared_endpoint_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    max_results: int | MissingType = MISSING,
    next_token: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[SharedEndpointDocument]]:
    """List all guest collections on a collection.

    ``GET /v0.10/endpoint/<endpoint_id>/shared_endpoint_list``

    :param endpoint_id: the collection.
    :param max_results: how many to return, at most 1000.
    :param next_token: ``next_token`` of the page before.
    :param query_params: further query parameters.
    """
    query = merged({"max_results": max_results, "next_token": next_token}, query_params)
    path = f"/v0.10/endpoint/{endpoint_id}/shared_endpoint_list"
    return Call("get", path, _shared_endpoints, query_params=query)


def _shared_endpoints(response: GlobusHTTPResponse) -> IterableTransferResponse:
    return IterableTransferResponse(response, iter_key="shared_endpoints")


@operation
def set_subscription_id(
    self: object,
    collection_id: uuid.UUID | str,
    subscription_id: uuid.UUID | str | Literal["DEFAULT"] | None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Put a collection under a subscription.

    ``PUT /v0.10/endpoint/<collection_id>/subscription``

    :param collection_id: the collection.
    :param subscription_id: the subscription; ``DEFAULT`` for the caller's only one, None for none.
    """
    document = {"subscription_id": subscription_id}
    return put(f"/v0.10/endpoint/{collection_id}/subscription", document)


@operation
def set_subscription_admin_verified(
    self: object, collection_id: uuid.UUID | str, subscription_admin_verified: bool
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Say that a collection belongs to the subscription, as its administrator.

    ``PUT /v0.10/endpoint/<collection_id>/subscription_admin_verified``

    :param collection_id: the collection.
    :param subscription_admin_verified: whether it does.
    """
    document = {"subscription_admin_verified": subscription_admin_verified}
    return put(f"/v0.10/endpoint/{collection_id}/subscription_admin_verified", document)
