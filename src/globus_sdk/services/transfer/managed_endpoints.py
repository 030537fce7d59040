"""What managers of endpoints see and decide: endpoints and pause rules."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from .calls import get, listing
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import (
        AccessRuleDocument,
        MonitoredEndpointDocument,
        PauseRuleDocument,
        ResultDocument,
        TransferEndpointDocument,
    )


@operation
def endpoint_manager_monitored_endpoints(
    self: object,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[MonitoredEndpointDocument]]:
    """List the endpoints that the caller monitors or manages.

    ``GET /v0.10/endpoint_manager/monitored_endpoints``

    :param query_params: further query parameters.
    """
    return listing("/v0.10/endpoint_manager/monitored_endpoints", query_params)


@operation
def endpoint_manager_get_endpoint(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[TransferEndpointDocument]]:
    """Look up an endpoint, with what only its managers see.

    ``GET /v0.10/endpoint_manager/endpoint/<endpoint_id>``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint_manager/endpoint/{endpoint_id}", query_params)


@operation
def endpoint_manager_hosted_endpoint_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[TransferEndpointDocument]]:
    """List the guest collections that an endpoint hosts.

    ``GET /v0.10/endpoint_manager/endpoint/<endpoint_id>/hosted_endpoint_list``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return listing(
        f"/v0.10/endpoint_manager/endpoint/{endpoint_id}/hosted_endpoint_list", query_params
    )


@operation
def endpoint_manager_acl_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[AccessRuleDocument]]:
    """List the access rules of a collection.

    ``GET /v0.10/endpoint_manager/endpoint/<endpoint_id>/access_list``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/endpoint_manager/endpoint/{endpoint_id}/access_list", query_params)


@operation
def endpoint_manager_pause_rule_list(
    self: object,
    *,
    filter_endpoint: uuid.UUID | str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[PauseRuleDocument]]:
    """List the pause rules that the caller may see.

    ``GET /v0.10/endpoint_manager/pause_rule_list``

    :param filter_endpoint: only those of this endpoint.
    :param query_params: further query parameters.
    """
    path = "/v0.10/endpoint_manager/pause_rule_list"
    return listing(path, query_params, filter_endpoint=filter_endpoint)


@operation
def endpoint_manager_get_pause_rule(
    self: object,
    pause_rule_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[PauseRuleDocument]]:
    """Look up a pause rule.

    ``GET /v0.10/endpoint_manager/pause_rule/<pause_rule_id>``

    :param pause_rule_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint_manager/pause_rule/{pause_rule_id}", query_params)


@operation
def endpoint_manager_create_pause_rule(
    self: object,
    data: dict[str, Any] | None,
) -> Call[GlobusHTTPResponse[PauseRuleDocument]]:
    """Pause what a rule describes.

    ``POST /v0.10/endpoint_manager/pause_rule``

    :param data: the rule.
    """
    return post("/v0.10/endpoint_manager/pause_rule", data)


@operation
def endpoint_manager_update_pause_rule(
    self: object,
    pause_rule_id: uuid.UUID | str,
    data: dict[str, Any] | None,
) -> Call[GlobusHTTPResponse[PauseRuleDocument]]:
    """Change a pause rule.

    ``PUT /v0.10/endpoint_manager/pause_rule/<pause_rule_id>``

    :param pause_rule_id: its id.
    :param data: what it is to be.
    """
    return put(f"/v0.10/endpoint_manager/pause_rule/{pause_rule_id}", data)


@operation
def endpoint_manager_delete_pause_rule(
    self: object,
    pause_rule_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Lift a pause rule.

    ``DELETE /v0.10/endpoint_manager/pause_rule/<pause_rule_id>``

    :param pause_rule_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/v0.10/endpoint_manager/pause_rule/{pause_rule_id}", query_params)
