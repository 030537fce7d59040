"""Indices, in which things are found, and the roles of people on them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import delete, get, listing, patch, post, queried
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import GlobusHTTPResponse
from .response import IndexListResponse

if TYPE_CHECKING:
    from ...documents import (
        IndexAcknowledgedDocument,
        IndexDocument,
        IndexRoleDeletedDocument,
        IndexRoleDocument,
        IndexRoleListDocument,
    )

RoleName = Literal["owner", "admin", "writer", "reader"]
_Id = uuid.UUID | str
_Query = dict[str, Any] | None


@operation
def create_index(
    self: object, display_name: str, description: str
) -> Call[GlobusHTTPResponse[IndexDocument]]:
    """Create an index.

    ``POST /v1/index``

    :param display_name: its name.
    :param description: what it is for.
    """
    return post("/v1/index", {"display_name": display_name, "description": description})


@operation
def update_index(
    self: object,
    index_id: _Id,
    *,
    display_name: str | MissingType = MISSING,
    description: str | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[IndexDocument]]:
    """Change an index; what is not given stays as it is.

    ``PATCH /v1/index/<index_id>``

    :param index_id: its id.
    :param display_name: its name.
    :param description: what it is for.
    """
    document = present({"display_name": display_name, "description": description})
    return patch(f"/v1/index/{index_id}", document)


@operation
def delete_index(
    self: object, index_id: _Id
) -> Call[GlobusHTTPResponse[IndexAcknowledgedDocument]]:
    """Mark an index for deletion; until it happens, it can be reopened.

    ``DELETE /v1/index/<index_id>``

    :param index_id: its id.
    """
    return delete(f"/v1/index/{index_id}")


@operation
def reopen_index(
    self: object, index_id: _Id
) -> Call[GlobusHTTPResponse[IndexAcknowledgedDocument]]:
    """Keep an index that was marked for deletion.

    ``POST /v1/index/<index_id>/reopen``

    :param index_id: its id.
    """
    return post(f"/v1/index/{index_id}/reopen")


@operation
def get_index(
    self: object, index_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexDocument]]:
    """Look up an index.

    ``GET /v1/index/<index_id>``

    :param index_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v1/index/{index_id}", query_params)


@operation
def index_list(
    self: object,
    filter_roles: RoleName | Iterable[RoleName] | MissingType = MISSING,
    *,
    query_params: _Query = None,
) -> Call[IndexListResponse]:
    """List the indices on which the caller has a role.

    ``GET /v1/index_list``

    :param filter_roles: which roles to look for.
    :param query_params: further query parameters.
    """
    query = queried(query_params, filter_roles=comma_joined(filter_roles))
    return listing("/v1/index_list", IndexListResponse, query)


@operation
def create_role(
    self: object, index_id: _Id, data: dict[str, Any], *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexRoleDocument]]:
    """Give somebody a role on an index.

    ``POST /v1/index/<index_id>/role``

    :param index_id: the index.
    :param data: ``role_name`` and ``principal``, the URN of an identity or a group.
    :param query_params: further query parameters.
    """
    return post(f"/v1/index/{index_id}/role", data, query_params)


@operation
def get_role_list(
    self: object, index_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexRoleListDocument]]:
    """List the roles on an index.

    ``GET /v1/index/<index_id>/role_list``

    :param index_id: the index.
    :param query_params: further query parameters.
    """
    return get(f"/v1/index/{index_id}/role_list", query_params)


@operation
def delete_role(
    self: object, index_id: _Id, role_id: str, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexRoleDeletedDocument]]:
    """Take a role on an index away.

    ``DELETE /v1/index/<index_id>/role/<role_id>``

    :param index_id: the index.
    :param role_id: the role.
    :param query_params: further query parameters.
    """
    return delete(f"/v1/index/{index_id}/role/{role_id}", query_params)
