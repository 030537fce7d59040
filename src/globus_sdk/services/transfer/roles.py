"""Roles of people and groups on a collection."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, post
from ..._core.operation import operation
from ..._core.plan import Call
from ...response import GlobusHTTPResponse
from .calls import get, listing
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import ResultDocument, RoleDocument


@operation
def endpoint_role_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[RoleDocument]]:
    """List the roles on a collection.

    ``GET /v0.10/endpoint/<endpoint_id>/role_list``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/endpoint/{endpoint_id}/role_list", query_params)


@operation
def get_endpoint_role(
    self: object,
    endpoint_id: uuid.UUID | str,
    role_id: str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[RoleDocument]]:
    """Look up a role.

    ``GET /v0.10/endpoint/<endpoint_id>/role/<role_id>``

    :param endpoint_id: the collection.
    :param role_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint/{endpoint_id}/role/{role_id}", query_params)


@operation
def add_endpoint_role(
    self: object,
    endpoint_id: uuid.UUID | str,
    role_data: dict[str, Any],
) -> Call[GlobusHTTPResponse[RoleDocument]]:
    """Give someone a role.

    ``POST /v0.10/endpoint/<endpoint_id>/role``

    :param endpoint_id: the collection.
    :param role_data: ``principal``, ``principal_type`` and ``role``.
    """
    return post(f"/v0.10/endpoint/{endpoint_id}/role", role_data)


@operation
def delete_endpoint_role(
    self: object,
    endpoint_id: uuid.UUID | str,
    role_id: str,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Take a role away.

    ``DELETE /v0.10/endpoint/<endpoint_id>/role/<role_id>``

    :param endpoint_id: the collection.
    :param role_id: its id.
    """
    return delete(f"/v0.10/endpoint/{endpoint_id}/role/{role_id}")
