"""Access rules of guest collections."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ...response import GlobusHTTPResponse
from .calls import get, listing
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import AccessRuleCreatedDocument, AccessRuleDocument, ResultDocument


@operation
def endpoint_acl_list(
    self: object,
    endpoint_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[AccessRuleDocument]]:
    """List the access rules of a collection.

    ``GET /v0.10/endpoint/<endpoint_id>/access_list``

    :param endpoint_id: the collection.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/endpoint/{endpoint_id}/access_list", query_params)


@operation
def get_endpoint_acl_rule(
    self: object,
    endpoint_id: uuid.UUID | str,
    rule_id: str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[AccessRuleDocument]]:
    """Look up an access rule.

    ``GET /v0.10/endpoint/<endpoint_id>/access/<rule_id>``

    :param endpoint_id: the collection.
    :param rule_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint/{endpoint_id}/access/{rule_id}", query_params)


@operation
def add_endpoint_acl_rule(
    self: object,
    endpoint_id: uuid.UUID | str,
    rule_data: dict[str, Any],
) -> Call[GlobusHTTPResponse[AccessRuleCreatedDocument]]:
    """Give someone access; the answer's ``access_id`` names the rule.

    ``POST /v0.10/endpoint/<endpoint_id>/access``

    :param endpoint_id: the collection.
    :param rule_data: ``principal_type``, ``principal``, ``path`` and ``permissions``.
    """
    return post(f"/v0.10/endpoint/{endpoint_id}/access", rule_data)


@operation
def update_endpoint_acl_rule(
    self: object,
    endpoint_id: uuid.UUID | str,
    rule_id: str,
    rule_data: dict[str, Any],
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Change what an access rule permits.

    ``PUT /v0.10/endpoint/<endpoint_id>/access/<rule_id>``

    :param endpoint_id: the collection.
    :param rule_id: its id.
    :param rule_data: what it is to be.
    """
    return put(f"/v0.10/endpoint/{endpoint_id}/access/{rule_id}", rule_data)


@operation
def delete_endpoint_acl_rule(
    self: object,
    endpoint_id: uuid.UUID | str,
    rule_id: str,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Take access away.

    ``DELETE /v0.10/endpoint/<endpoint_id>/access/<rule_id>``

    :param endpoint_id: the collection.
    :param rule_id: its id.
    """
    return delete(f"/v0.10/endpoint/{endpoint_id}/access/{rule_id}")
