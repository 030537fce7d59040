"""Tunnels, which carry streams from one site to another."""

from __future__ import annotations

import uuid
from typing import Any

from ..._core.calls import delete, get, listing, post, unchanged
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse, IterableJSONAPIResponse
from .data import CreateTunnelData

_Id = str | uuid.UUID
_Query = dict[str, Any] | None


@operation
def create_tunnel(
    self: object, data: dict[str, Any] | CreateTunnelData
) -> Call[GlobusHTTPResponse]:
    """Create a tunnel.

    ``POST /v2/tunnels``

    :param data: the tunnel; without a submission id, it gets one: creating it with the same
        ``data`` again does not make a second tunnel.
    :raises GlobusSDKUsageError: ``data`` is no JSON:API document.
    """
    return post("/v2/tunnels", _with_submission_id(data))


def _with_submission_id(document: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(document.get("data"), dict):
        raise GlobusSDKUsageError("A tunnel has its fields in 'data'; see CreateTunnelData.")
    attributes = document["data"].setdefault("attributes", {})
    if attributes.get("submission_id", MISSING) is MISSING:
        attributes["submission_id"] = str(uuid.uuid4())
    return document


@operation
def update_tunnel(
    self: object, tunnel_id: _Id, update_doc: dict[str, Any]
) -> Call[GlobusHTTPResponse]:
    """Change a tunnel.

    ``PATCH /v2/tunnels/<tunnel_id>``

    :param tunnel_id: its id.
    :param update_doc: a JSON:API document with what it is to be.
    """
    return Call("patch", f"/v2/tunnels/{tunnel_id}", unchanged, data=update_doc)


@operation
def get_tunnel(
    self: object, tunnel_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Look up a tunnel.

    ``GET /v2/tunnels/<tunnel_id>``

    :param tunnel_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v2/tunnels/{tunnel_id}", query_params)


@operation
def delete_tunnel(self: object, tunnel_id: _Id) -> Call[GlobusHTTPResponse]:
    """Delete a tunnel.

    ``DELETE /v2/tunnels/<tunnel_id>``

    :param tunnel_id: its id.
    """
    return delete(f"/v2/tunnels/{tunnel_id}")


@operation
def list_tunnels(self: object, *, query_params: _Query = None) -> Call[IterableJSONAPIResponse]:
    """List the caller's tunnels.

    ``GET /v2/tunnels``

    :param query_params: further query parameters.
    """
    return listing("/v2/tunnels", IterableJSONAPIResponse, query_params)


@operation
def get_tunnel_events(
    self: object, tunnel_id: _Id, *, query_params: _Query = None
) -> Call[IterableJSONAPIResponse]:
    """List what happened to a tunnel.

    ``GET /v2/tunnels/<tunnel_id>/events``

    :param tunnel_id: its id.
    :param query_params: further query parameters.
    """
    return listing(f"/v2/tunnels/{tunnel_id}/events", IterableJSONAPIResponse, query_params)


@operation
def get_stream_access_point(
    self: object, stream_ap_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Look up a stream access point: where tunnels begin and end.

    ``GET /v2/stream_access_points/<stream_ap_id>``

    :param stream_ap_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v2/stream_access_points/{stream_ap_id}", query_params)
