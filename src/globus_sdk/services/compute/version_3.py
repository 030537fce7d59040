"""Version 3 of the service."""

from __future__ import annotations

import uuid
from typing import Any

from ..._core.calls import get, post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ...response import GlobusHTTPResponse

_Id = uuid.UUID | str


@operation
def register_endpoint(self: object, data: dict[str, Any]) -> Call[GlobusHTTPResponse]:
    """Make an endpoint known.

    ``POST /v3/endpoints``

    :param data: the endpoint.
    """
    return post("/v3/endpoints", data)


@operation
def update_endpoint(
    self: object, endpoint_id: _Id, data: dict[str, Any]
) -> Call[GlobusHTTPResponse]:
    """Change an endpoint.

    ``PUT /v3/endpoints/<endpoint_id>``

    :param endpoint_id: its id.
    :param data: what it is to be.
    """
    return put(f"/v3/endpoints/{endpoint_id}", data)


@operation
def lock_endpoint(self: object, endpoint_id: _Id) -> Call[GlobusHTTPResponse]:
    """Keep an endpoint from registering again for a while.

    ``POST /v3/endpoints/<endpoint_id>/lock``

    :param endpoint_id: its id.
    """
    return post(f"/v3/endpoints/{endpoint_id}/lock")


@operation
def get_endpoint_allowlist(self: object, endpoint_id: _Id) -> Call[GlobusHTTPResponse]:
    """List the functions that an endpoint runs.

    ``GET /v3/endpoints/<endpoint_id>/allowed_functions``

    :param endpoint_id: its id.
    """
    return get(f"/v3/endpoints/{endpoint_id}/allowed_functions")


@operation
def register_function(self: object, data: dict[str, Any]) -> Call[GlobusHTTPResponse]:
    """Make a function known.

    ``POST /v3/functions``

    :param data: the function.
    """
    return post("/v3/functions", data)


@operation
def submit(self: object, endpoint_id: _Id, data: dict[str, Any]) -> Call[GlobusHTTPResponse]:
    """Run functions on an endpoint.

    ``POST /v3/endpoints/<endpoint_id>/submit``

    :param endpoint_id: the endpoint.
    :param data: which functions, and with what arguments.
    """
    return post(f"/v3/endpoints/{endpoint_id}/submit", data)
