"""Groups, their policies and their members."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import delete, get, listing, post, put, queried
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import ArrayResponse, GlobusHTTPResponse
from .data import BatchMembershipActions, GroupPolicies

if TYPE_CHECKING:
    from ...documents import (
        GroupDocument,
        GroupOfSubscriptionDocument,
        GroupPoliciesDocument,
        IdentityPreference,
        MembershipChangesDocument,
        VerifiedGroupDocument,
    )

Status = Literal["active", "invited", "pending", "rejected", "removed", "left", "declined"]
_Id = uuid.UUID | str
_Query = dict[str, Any] | None


@operation
def get_my_groups(
    self: object,
    *,
    statuses: Status | Iterable[Status] | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[ArrayResponse[GroupDocument]]:
    """List the caller's groups, with the caller's memberships.

    ``GET /v2/groups/my_groups``

    :param statuses: in which state the membership is; by default ``active``.
    :param query_params: further query parameters.
    """
    wanted = {"statuses": comma_joined(statuses)}
    query = queried(query_params, **present(wanted))
    return listing("/v2/groups/my_groups", ArrayResponse, query)


@operation
def get_group(
    self: object,
    group_id: _Id,
    *,
    include: str | Iterable[str] | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse[GroupDocument]]:
    """Look up a group.

    ``GET /v2/groups/<group_id>``

    :param group_id: its id.
    :param include: what else to tell: ``memberships``, ``my_memberships``, ``policies``,
        ``allowed_actions``, ``child_ids``.
    :param query_params: further query parameters.
    """
    wanted = {"include": comma_joined(include)}
    return get(f"/v2/groups/{group_id}", queried(query_params, **present(wanted)))


@operation
def get_group_by_subscription_id(
    self: object, subscription_id: _Id
) -> Call[GlobusHTTPResponse[GroupOfSubscriptionDocument]]:
    """Find the group of a subscription; the answer's ``group_id`` names it.

    ``GET /v2/subscription_info/<subscription_id>``

    :param subscription_id: the subscription.
    """
    return get(f"/v2/subscription_info/{subscription_id}")


@operation
def create_group(
    self: object, data: dict[str, Any], *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[GroupDocument]]:
    """Create a group.

    ``POST /v2/groups``

    :param data: ``name``, ``description``, and perhaps ``parent_id``.
    :param query_params: further query parameters.
    """
    return post("/v2/groups", data, query_params)


@operation
def update_group(
    self: object, group_id: _Id, data: dict[str, Any], *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[GroupDocument]]:
    """Change a group.

    ``PUT /v2/groups/<group_id>``

    :param group_id: its id.
    :param data: what it is to be.
    :param query_params: further query parameters.
    """
    return put(f"/v2/groups/{group_id}", data, query_params)


@operation
def delete_group(
    self: object, group_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[GroupDocument]]:
    """Delete a group.

    ``DELETE /v2/groups/<group_id>``

    :param group_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/v2/groups/{group_id}", query_params)


@operation
def get_group_policies(
    self: object, group_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[GroupPoliciesDocument]]:
    """Look up how a group is seen and joined.

    ``GET /v2/groups/<group_id>/policies``

    :param group_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v2/groups/{group_id}/policies", query_params)


@operation
def set_group_policies(
    self: object,
    group_id: _Id,
    data: dict[str, Any] | GroupPolicies,
    *,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse[GroupPoliciesDocument]]:
    """Set how a group is seen and joined.

    ``PUT /v2/groups/<group_id>/policies``

    :param group_id: its id.
    :param data: all of its policies.
    :param query_params: further query parameters.
    """
    return put(f"/v2/groups/{group_id}/policies", data, query_params)


@operation
def get_identity_preferences(
    self: object, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[dict[str, IdentityPreference]]]:
    """Look up whether the caller's identities may be added to groups.

    ``GET /v2/preferences``

    :param query_params: further query parameters.
    """
    return get("/v2/preferences", query_params)


@operation
def set_identity_preferences(
    self: object, data: dict[str, Any], *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[dict[str, IdentityPreference]]]:
    """Set whether the caller's identities may be added to groups.

    ``PUT /v2/preferences``

    :param data: identity ids, each with ``{"allow_add": bool}``.
    :param query_params: further query parameters.
    """
    return put("/v2/preferences", data, query_params)


@operation
def get_membership_fields(
    self: object, group_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Look up what the caller said of themself to a group.

    ``GET /v2/groups/<group_id>/membership_fields``

    :param group_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v2/groups/{group_id}/membership_fields", query_params)


@operation
def set_membership_fields(
    self: object, group_id: _Id, data: dict[Any, str], *, query_params: _Query = None
) -> Call[GlobusHTTPResponse]:
    """Say something of oneself to a group.

    ``PUT /v2/groups/<group_id>/membership_fields``

    :param group_id: its id.
    :param data: the fields.
    :param query_params: further query parameters.
    """
    return put(f"/v2/groups/{group_id}/membership_fields", data, query_params)


@operation
def batch_membership_action(
    self: object,
    group_id: _Id,
    actions: dict[str, Any] | BatchMembershipActions,
    *,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse[MembershipChangesDocument]]:
    """Change several memberships; those that could not be are in the answer's ``errors``.

    ``POST /v2/groups/<group_id>``

    :param group_id: its id.
    :param actions: the changes.
    :param query_params: further query parameters.
    """
    return post(f"/v2/groups/{group_id}", actions, query_params)


@operation
def set_subscription_admin_verified(
    self: object, group_id: _Id, subscription_id: _Id | None, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[VerifiedGroupDocument]]:
    """Say that a group belongs to a subscription, as its administrator.

    ``PUT /v2/groups/<group_id>/subscription_admin_verified``

    :param group_id: its id.
    :param subscription_id: the subscription, or None for none.
    :param query_params: further query parameters.
    """
    path = f"/v2/groups/{group_id}/subscription_admin_verified"
    return put(path, {"subscription_admin_verified_id": subscription_id}, query_params)
