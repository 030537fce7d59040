"""Calls of version 3 for endpoints of Connect Server 4, and for making links.

The hosted service no longer has such endpoints; a service that has answers as it did.
"""

from __future__ import annotations

import uuid
from typing import Any

from ..._core.calls import delete, post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING
from ...response import GlobusHTTPResponse
from .calls import merged
from .response import ActivationRequirementsResponse

_Id = uuid.UUID | str
_Query = dict[str, Any] | None


@operation
def create_endpoint(self: object, data: dict[str, Any]) -> Call[GlobusHTTPResponse]:
    """Create an endpoint.

    ``POST /v0.10/endpoint``

    :param data: the endpoint document.
    """
    return post("/v0.10/endpoint", data)


@operation
def add_endpoint_server(
    self: object, endpoint_id: _Id, server_data: dict[str, Any]
) -> Call[GlobusHTTPResponse]:
    """Add a server to an endpoint.

    ``POST /v0.10/endpoint/<endpoint_id>/server``

    :param endpoint_id: the endpoint.
    :param server_data: the server document.
    """
    return post(f"/v0.10/endpoint/{endpoint_id}/server", server_data)


@operation
def update_endpoint_server(
    self: object, endpoint_id: _Id, server_id: int | str, server_data: dict[str, Any]
) -> Call[GlobusHTTPResponse]:
    """Change a server of an endpoint.

    ``PUT /v0.10/endpoint/<endpoint_id>/server/<server_id>``

    :param endpoint_id: the endpoint.
    :param server_id: the server.
    :param server_data: what is to be different.
    """
    return put(f"/v0.10/endpoint/{endpoint_id}/server/{server_id}", server_data)


@operation
def delete_endpoint_server(
    self: object, endpoint_id: _Id, server_id: int | str
) -> Call[GlobusHTTPResponse]:
    """Take a server from an endpoint.

    ``DELETE /v0.10/endpoint/<endpoint_id>/server/<server_id>``

    :param endpoint_id: the endpoint.
    :param server_id: the server.
    """
    return delete(f"/v0.10/endpoint/{endpoint_id}/server/{server_id}")


@operation
def endpoint_activate(
    self: object,
    endpoint_id: _Id,
    *,
    requirements_data: dict[str, Any] | None,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse]:
    """Activate an endpoint.

    ``POST /v0.10/endpoint/<endpoint_id>/activate``

    :param endpoint_id: the endpoint.
    :param requirements_data: its activation requirements, with the values filled in.
    :param query_params: further query parameters.
    """
    return post(f"/v0.10/endpoint/{endpoint_id}/activate", requirements_data, query_params)


@operation
def endpoint_autoactivate(
    self: object,
    endpoint_id: _Id,
    *,
    if_expires_in: int | None = None,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse]:
    """Let the service activate an endpoint, if it can.

    ``POST /v0.10/endpoint/<endpoint_id>/autoactivate``

    :param endpoint_id: the endpoint.
    :param if_expires_in: only if it is active for less than these seconds.
    :param query_params: further query parameters.
    """
    seconds = MISSING if if_expires_in is None else if_expires_in
    query = merged({"if_expires_in": seconds}, query_params)
    return post(f"/v0.10/endpoint/{endpoint_id}/autoactivate", None, query)


@operation
def endpoint_deactivate(
    self: object, endpoint_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Deactivate an endpoint.

    ``POST /v0.10/endpoint/<endpoint_id>/deactivate``

    :param endpoint_id: the endpoint.
    :param query_params: further query parameters.
    """
    return post(f"/v0.10/endpoint/{endpoint_id}/deactivate", None, query_params)


@operation
def endpoint_get_activation_requirements(
    self: object, endpoint_id: _Id, *, query_params: _Query = None
) -> Call[ActivationRequirementsResponse]:
    """Look up what an endpoint needs to be activated.

    ``GET /v0.10/endpoint/<endpoint_id>/activation_requirements``

    :param endpoint_id: the endpoint.
    :param query_params: further query parameters.
    """
    path = f"/v0.10/endpoint/{endpoint_id}/activation_requirements"
    return Call("get", path, ActivationRequirementsResponse, query_params=query_params)


@operation
def operation_symlink(
    self: object,
    endpoint_id: _Id,
    symlink_target: str,
    path: str,
    *,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse]:
    """Make a symbolic link.

    ``POST /v0.10/operation/endpoint/<endpoint_id>/symlink``

    :param endpoint_id: the collection.
    :param symlink_target: what it points to.
    :param path: where it is to be.
    :param query_params: further query parameters.
    """
    document = {"DATA_TYPE": "symlink", "symlink_target": symlink_target, "path": path}
    return post(f"/v0.10/operation/endpoint/{endpoint_id}/symlink", document, query_params)
