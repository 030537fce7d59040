"""The endpoint itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Literal

from ..._core.calls import queried
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from . import calls
from .data import EndpointDocument
from .response import UnpackingGCSResponse


@operation
def get_gcs_info(
    self: object, query_params: dict[str, Any] | None = None
) -> Call[UnpackingGCSResponse]:
    """Look up what everyone may know of the endpoint; the answer's ``client_id`` is its id.

    ``GET /info``, without authorization

    :param query_params: further query parameters.
    """
    info = partial(UnpackingGCSResponse, match="info")
    return Call("get", "/info", info, query_params=query_params, automatic_authorization=False)


@operation
def get_endpoint(
    self: object, query_params: dict[str, Any] | None = None
) -> Call[UnpackingGCSResponse]:
    """Look up the endpoint.

    ``GET /endpoint``

    :param query_params: further query parameters.
    """
    return calls.get("endpoint", "/endpoint", query_params)


@operation
def update_endpoint(
    self: object,
    endpoint_data: dict[str, Any] | EndpointDocument,
    *,
    include: Iterable[Literal["endpoint"]] | Literal["endpoint"] | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[UnpackingGCSResponse]:
    """Change the endpoint; what is not given stays as it is.

    ``PATCH /endpoint``

    :param endpoint_data: what it is to be.
    :param include: ``endpoint`` to have it in the answer.
    :param query_params: further query parameters.
    """
    query = queried(query_params, include=comma_joined(include))
    return calls.patch("endpoint", "/endpoint", endpoint_data, query)
