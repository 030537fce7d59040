"""Version 2 of the service."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from ..._core.calls import delete, get, post
from ..._core.encoding import texts
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import GlobusHTTPResponse

_Id = uuid.UUID | str


@operation
def get_version(self: object, service: str | MissingType = MISSING) -> Call[GlobusHTTPResponse]:
    """Look up the service's version.

    ``GET /v2/version``

    :param service: whose version to tell; ``all`` for all parts of the service.
    """
    return get("/v2/version", present({"service": service}))


@operation
def get_result_amqp_url(self: object) -> Call[GlobusHTTPResponse]:
    """Get a URL from which results can be received by AMQP.

    ``GET /v2/get_amqp_result_connection_url``
    """
    return get("/v2/get_amqp_result_connection_url")


@operation
def register_endpoint(self: object, data: dict[str, Any]) -> Call[GlobusHTTPResponse]:
    """Make an endpoint known.

    ``POST /v2/endpoints``

    :param data: the endpoint.
    """
    return post("/v2/endpoints", data)


@operation
def get_endpoint(self: object, endpoint_id: _Id) -> Call[GlobusHTTPResponse]:
    """Look up an endpoint.

    ``GET /v2/endpoints/<endpoint_id>``

    :param endpoint_id: its id.
    """
    return get(f"/v2/endpoints/{endpoint_id}")


@operation
def get_endpoint_status(self: object, endpoint_id: _Id) -> Call[GlobusHTTPResponse]:
    """Look up how an endpoint is.

    ``GET /v2/endpoints/<endpoint_id>/status``

    :param endpoint_id: its id.
    """
    return get(f"/v2/endpoints/{endpoint_id}/status")


@operation
def get_endpoints(self: object, role: str | MissingType = MISSING) -> Call[GlobusHTTPResponse]:
    """List endpoints.

    ``GET /v2/endpoints``

    :param role: ``owner`` (the default) for the caller's own, ``any`` for all that the caller may
        use.
    """
    return get("/v2/endpoints", present({"role": role}))


@operation
def delete_endpoint(self: object, endpoint_id: _Id) -> Call[GlobusHTTPResponse]:
    """Delete an endpoint.

    ``DELETE /v2/endpoints/<endpoint_id>``

    :param endpoint_id: its id.
    """
    return delete(f"/v2/endpoints/{endpoint_id}")


@operation
def lock_endpoint(self: object, endpoint_id: _Id) -> Call[GlobusHTTPResponse]:
    """Keep an endpoint from registering again for a while.

    ``POST /v2/endpoints/<endpoint_id>/lock``

    :param endpoint_id: its id.
    """
    return post(f"/v2/endpoints/{endpoint_id}/lock")


@operation
def register_function(
    self: object,
    data: dict[str, Any] | None = None,
    *,
    function_data: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse]:
    """Make a function known.

    ``POST /v2/functions``

    :param data: the function.
    :param function_data: the same, as version 3 calls it.
    """
    return post("/v2/functions", function_data if data is None else data)


@operation
def get_function(self: object, function_id: _Id) -> Call[GlobusHTTPResponse]:
    """Look up a function.

    ``GET /v2/functions/<function_id>``

    :param function_id: its id.
    """
    return get(f"/v2/functions/{function_id}")


@operation
def delete_function(self: object, function_id: _Id) -> Call[GlobusHTTPResponse]:
    """Delete a function.

    ``DELETE /v2/functions/<function_id>``

    :param function_id: its id.
    """
    return delete(f"/v2/functions/{function_id}")


@operation
def get_task(self: object, task_id: _Id) -> Call[GlobusHTTPResponse]:
    """Look up a task, and its result if there is one.

    ``GET /v2/tasks/<task_id>``

    :param task_id: its id.
    """
    return get(f"/v2/tasks/{task_id}")


@operation
def get_task_batch(self: object, task_ids: _Id | Iterable[_Id]) -> Call[GlobusHTTPResponse]:
    """Look up tasks, and their results if there are any.

    ``POST /v2/batch_status``

    :param task_ids: one or several.
    """
    return post("/v2/batch_status", {"task_ids": texts(task_ids)})


@operation
def get_task_group(self: object, task_group_id: _Id) -> Call[GlobusHTTPResponse]:
    """List the tasks of a group.

    ``GET /v2/taskgroup/<task_group_id>``

    :param task_group_id: its id.
    """
    return get(f"/v2/taskgroup/{task_group_id}")


@operation
def submit(self: object, data: dict[str, Any]) -> Call[GlobusHTTPResponse]:
    """Run functions on endpoints.

    ``POST /v2/submit``

    :param data: which, where, and with what arguments.
    """
    return post("/v2/submit", data)
