"""Roles on the endpoint and its collections."""

from __future__ import annotations

import uuid
from typing import Any

from ..._core.calls import delete
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from . import calls
from .data import GCSRoleDocument
from .pages import BY_MARKER
from .response import IterableGCSResponse, UnpackingGCSResponse

_Query = dict[str, Any] | None


@BY_MARKER
@operation
def get_role_list(
    self: object,
    collection_id: uuid.UUID | str | MissingType = MISSING,
    include: str | MissingType = MISSING,
    page_size: int | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[IterableGCSResponse]:
    """List roles, by default the caller's own on the endpoint.

    ``GET /roles``

    :param collection_id: those on this collection.
    :param include: ``all_roles`` for those of others, too.
    :param page_size: how many to return.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    return calls.listing(
        "/roles",
        query_params,
        collection_id=collection_id,
        include=include,
        page_size=page_size,
        marker=marker,
    )


@operation
def get_role(
    self: object, role_id: uuid.UUID | str, query_params: _Query = None
) -> Call[UnpackingGCSResponse]:
    """Look up a role.

    ``GET /roles/<role_id>``

    :param role_id: its id.
    :param query_params: further query parameters.
    """
    return calls.get("role", f"/roles/{role_id}", query_params)


@operation
def create_role(
    self: object, data: dict[str, Any] | GCSRoleDocument, query_params: _Query = None
) -> Call[UnpackingGCSResponse]:
    """Give someone a role.

    ``POST /roles``

    :param data: the role.
    :param query_params: further query parameters.
    """
    return calls.post("role", "/roles", data, query_params)


@operation
def delete_role(
    self: object, role_id: uuid.UUID | str, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Take a role away.

    ``DELETE /roles/<role_id>``

    :param role_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/roles/{role_id}", query_params)
