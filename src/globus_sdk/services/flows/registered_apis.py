"""Registered APIs, which flows may call."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..._core.calls import get, listing, queried
from ..._core.encoding import comma_joined, repeated
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from .pages import by_marker
from .response import IterableRegisteredAPIsResponse

if TYPE_CHECKING:
    from ...documents import RegisteredAPIDocument


@operation
def get_registered_api(
    self: object,
    registered_api_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[RegisteredAPIDocument]]:
    """Look up a registered API.

    ``GET /registered_apis/<registered_api_id>``

    :param registered_api_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/registered_apis/{registered_api_id}", query_params)


@by_marker("registered_apis")
@operation
def list_registered_apis(
    self: object,
    *,
    filter_roles: str | Iterable[str] | MissingType = MISSING,
    orderby: str | Iterable[str] | MissingType = MISSING,
    per_page: int | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableRegisteredAPIsResponse]:
    """List the registered APIs that the caller sees.

    ``GET /registered_apis``

    :param filter_roles: such as ``owner``: those on which the caller has one of these roles.
    :param orderby: such as ``name ASC``, or several.
    :param per_page: how many a page has at most.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    query = queried(
        query_params,
        filter_roles=comma_joined(filter_roles),
        orderby=repeated(orderby),
        per_page=per_page,
        marker=marker,
    )
    return listing("/registered_apis", IterableRegisteredAPIsResponse, query)
