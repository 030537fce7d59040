"""Tunnels, as far as version 2 treats them in another way."""

from __future__ import annotations

from typing import Any

from ..._core.calls import listing, post
from ..._core.operation import operation
from ..._core.plan import Call
from ...paging import JSONAPIPaginator, has_paginator
from ...response import GlobusHTTPResponse, IterableJSONAPIResponse
from .data import TunnelCreateDocument


@operation
def create_tunnel(
    self: object, data: dict[str, Any] | TunnelCreateDocument
) -> Call[GlobusHTTPResponse]:
    """Create a tunnel.

    ``POST /v2/tunnels``

    :param data: the tunnel.
    """
    return post("/v2/tunnels", data)


@has_paginator(JSONAPIPaginator, items_key="data")
@operation
def list_stream_access_points(
    self: object, *, query_params: dict[str, Any] | None = None
) -> Call[IterableJSONAPIResponse]:
    """List stream access points: where tunnels begin and end.

    ``GET /v2/stream_access_points``

    :param query_params: further query parameters.
    """
    return listing("/v2/stream_access_points", IterableJSONAPIResponse, query_params)
