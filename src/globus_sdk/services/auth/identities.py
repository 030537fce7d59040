"""Identities, who the caller is, and what they consented to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..._core.calls import get, listing, queried
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse
from .response import GetConsentsResponse, GetIdentitiesResponse, GetIdentityProvidersResponse

if TYPE_CHECKING:
    from ...documents import UserinfoDocument

Ids = Iterable[uuid.UUID | str] | uuid.UUID | str


@operation
def userinfo(self: object) -> Call[GlobusHTTPResponse[UserinfoDocument]]:
    """Get who the user is (OpenID Connect Core, section 5.3).

    ``GET /v2/oauth2/userinfo``

    What the answer has depends on the token's scopes: ``sub`` needs ``openid``.
    """
    return get("/v2/oauth2/userinfo")


@operation
def get_identities(
    self: object,
    *,
    usernames: Iterable[str] | str | MissingType = MISSING,
    ids: Ids | MissingType = MISSING,
    provision: bool = False,
    query_params: dict[str, Any] | None = None,
) -> Call[GetIdentitiesResponse]:
    """Look up identities by their usernames or by their ids.

    ``GET /v2/api/identities``

    :param usernames: one, several, or several joined by commas.
    :param ids: likewise; not both.
    :param provision: whether to make identities for usernames that nobody used yet.
    :param query_params: further query parameters.
    """
    asked_by_name = usernames is not MISSING
    query = queried(
        query_params,
        usernames=comma_joined(usernames),
        provision=str(provision).lower() if asked_by_name else MISSING,
        ids=comma_joined(ids),
    )
    return listing("/v2/api/identities", GetIdentitiesResponse, query)


@operation
def get_identity_providers(
    self: object,
    *,
    domains: Iterable[str] | str | MissingType = MISSING,
    ids: Ids | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[GetIdentityProvidersResponse]:
    """Look up identity providers by their domains or by their ids.

    ``GET /v2/api/identity_providers``

    :param domains: one, several, or several joined by commas.
    :param ids: likewise; not both.
    :param query_params: further query parameters.
    :raises GlobusSDKUsageError: both.
    """
    if domains is not MISSING and ids is not MISSING:
        raise GlobusSDKUsageError("Identity providers are found by domains or by ids, not by both.")
    query = queried(query_params, domains=comma_joined(domains), ids=comma_joined(ids))
    return listing("/v2/api/identity_providers", GetIdentityProvidersResponse, query)


@operation
def get_consents(
    self: object, identity_id: uuid.UUID | str, *, all: bool = False
) -> Call[GetConsentsResponse]:
    """List what an identity consented to.

    ``GET /v2/api/identities/<identity_id>/consents``

    :param identity_id: the identity.
    :param all: whether to list those given to other clients, too.
    """
    path = f"/v2/api/identities/{identity_id}/consents"
    return listing(path, GetConsentsResponse, {"all": all})
