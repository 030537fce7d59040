"""Credentials with which users reach storage gateways."""

from __future__ import annotations

import uuid
from typing import Any

from ..._core.calls import delete
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from . import calls
from .data import UserCredentialDocument
from .pages import BY_MARKER
from .response import IterableGCSResponse, UnpackingGCSResponse

_Query = dict[str, Any] | None


@BY_MARKER
@operation
def get_user_credential_list(
    self: object,
    storage_gateway: uuid.UUID | str | MissingType = MISSING,
    page_size: int | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[IterableGCSResponse]:
    """List the caller's credentials.

    ``GET /user_credentials``

    :param storage_gateway: only those for this storage gateway.
    :param page_size: how many to return.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    return calls.listing(
        "/user_credentials",
        query_params,
        storage_gateway=storage_gateway,
        page_size=page_size,
        marker=marker,
    )


@operation
def get_user_credential(
    self: object, user_credential_id: uuid.UUID | str, query_params: _Query = None
) -> Call[UnpackingGCSResponse]:
    """Look up a credential.

    ``GET /user_credentials/<user_credential_id>``

    :param user_credential_id: its id.
    :param query_params: further query parameters.
    """
    return calls.get("user_credential", f"/user_credentials/{user_credential_id}", query_params)


@operation
def create_user_credential(
    self: object, data: dict[str, Any] | UserCredentialDocument, query_params: _Query = None
) -> Call[UnpackingGCSResponse]:
    """Create a credential.

    ``POST /user_credentials``

    :param data: what it is to be.
    :param query_params: further query parameters.
    """
    return calls.post("user_credential", "/user_credentials", data, query_params)


@operation
def update_user_credential(
    self: object,
    user_credential_id: uuid.UUID | str,
    data: dict[str, Any] | UserCredentialDocument,
    query_params: _Query = None,
) -> Call[UnpackingGCSResponse]:
    """Change a credential; what is not given stays as it is.

    ``PATCH /user_credentials/<user_credential_id>``

    :param user_credential_id: its id.
    :param data: what it is to be.
    :param query_params: further query parameters.
    """
    path = f"/user_credentials/{user_credential_id}"
    return calls.patch("user_credential", path, data, query_params)


@operation
def delete_user_credential(
    self: object, user_credential_id: uuid.UUID | str, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Delete a credential.

    ``DELETE /user_credentials/<user_credential_id>``

    :param user_credential_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/user_credentials/{user_credential_id}", query_params)
