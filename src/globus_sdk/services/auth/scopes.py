"""Registered scopes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, get, listing, post, put
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse
from .calls import listed
from .data import DependentScopeSpec
from .identities import Ids
from .response import GetScopesResponse

if TYPE_CHECKING:
    from ...documents import ScopeAnswer


@operation
def get_scopes(
    self: object,
    *,
    scope_strings: Iterable[str] | str | MissingType = MISSING,
    ids: Ids | MissingType = MISSING,
    query_params: dict[str, Any] | MissingType | None = MISSING,
) -> Call[GetScopesResponse]:
    """Look up scopes by their strings or by their ids, or list one's own.

    ``GET /v2/api/scopes``

    :param scope_strings: one, several, or several joined by commas.
    :param ids: likewise; not both.
    :param query_params: further query parameters.
    :raises GlobusSDKUsageError: both.
    """
    if scope_strings is not MISSING and ids is not MISSING:
        raise GlobusSDKUsageError("Scopes are found by scope_strings or by ids, not by both.")
    wanted = {"scope_strings": comma_joined(scope_strings), "ids": comma_joined(ids)}
    more = {} if isinstance(query_params, MissingType) else query_params or {}
    return listing("/v2/api/scopes", GetScopesResponse, {**more, **present(wanted)})


@operation
def get_scope(self: object, scope_id: uuid.UUID | str) -> Call[GlobusHTTPResponse[ScopeAnswer]]:
    """Look up a scope.

    ``GET /v2/api/scopes/<scope_id>``

    :param scope_id: its id.
    """
    return get(f"/v2/api/scopes/{scope_id}")


@operation
def create_scope(
    self: object,
    client_id: uuid.UUID | str,
    name: str,
    description: str,
    scope_suffix: str,
    *,
    required_domains: Iterable[str] | MissingType = MISSING,
    dependent_scopes: Iterable[DependentScopeSpec] | MissingType = MISSING,
    advertised: bool | MissingType = MISSING,
    allows_refresh_token: bool | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[ScopeAnswer]]:
    """Register a scope of a service.

    ``POST /v2/api/clients/<client_id>/scopes``

    :param client_id: the service's client.
    :param name: what users see when they are asked for consent.
    :param description: what it permits.
    :param scope_suffix: the last part of the scope string.
    :param required_domains: the domains that users' identities have to be of.
    :param dependent_scopes: the scopes that it needs of other services.
    :param advertised: whether others can look it up.
    :param allows_refresh_token: whether refresh tokens are given for it.
    """
    document = {
        "name": name,
        "description": description,
        "scope_suffix": scope_suffix,
        "required_domains": listed(required_domains),
        "dependent_scopes": listed(dependent_scopes),
        "advertised": advertised,
        "allows_refresh_token": allows_refresh_token,
    }
    return post(f"/v2/api/clients/{client_id}/scopes", {"scope": present(document)})


@operation
def update_scope(
    self: object,
    scope_id: uuid.UUID | str,
    *,
    name: str | MissingType = MISSING,
    description: str | MissingType = MISSING,
    scope_suffix: str | MissingType = MISSING,
    required_domains: Iterable[str] | MissingType = MISSING,
    dependent_scopes: Iterable[DependentScopeSpec] | MissingType = MISSING,
    advertised: bool | MissingType = MISSING,
    allows_refresh_token: bool | MissingType = MISSING,
) -> Call[GlobusHTTPResponse[ScopeAnswer]]:
    """Change a scope; what is not given stays as it is.

    ``PUT /v2/api/scopes/<scope_id>``

    :param scope_id: its id.
    :param name: what users see when they are asked for consent.
    :param description: what it permits.
    :param scope_suffix: the last part of the scope string.
    :param required_domains: the domains that users' identities have to be of.
    :param dependent_scopes: the scopes that it needs of other services.
    :param advertised: whether others can look it up.
    :param allows_refresh_token: whether refresh tokens are given for it.
    """
    document = {
        "name": name,
        "description": description,
        "scope_suffix": scope_suffix,
        "required_domains": listed(required_domains),
        "dependent_scopes": listed(dependent_scopes),
        "advertised": advertised,
        "allows_refresh_token": allows_refresh_token,
    }
    return put(f"/v2/api/scopes/{scope_id}", {"scope": present(document)})


@operation
def delete_scope(self: object, scope_id: uuid.UUID | str) -> Call[GlobusHTTPResponse[ScopeAnswer]]:
    """Delete a scope.

    ``DELETE /v2/api/scopes/<scope_id>``

    :param scope_id: its id.
    """
    return delete(f"/v2/api/scopes/{scope_id}")
