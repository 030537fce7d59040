"""The clients of the Groups service."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import GroupsScopes, Scope
from . import groups
from .errors import GroupsAPIError


class GroupsClient(BaseClient):
    """A client of the Groups service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "groups"
    base_path = "/v2/"
    error_class = GroupsAPIError
    scopes = GroupsScopes

    default_scope_requirements: list[Scope] = [GroupsScopes.view_my_groups_and_memberships]

    get_my_groups = groups.get_my_groups
    get_group = groups.get_group
    get_group_by_subscription_id = groups.get_group_by_subscription_id
    create_group = groups.create_group
    update_group = groups.update_group
    delete_group = groups.delete_group
    get_group_policies = groups.get_group_policies
    set_group_policies = groups.set_group_policies
    get_identity_preferences = groups.get_identity_preferences
    set_identity_preferences = groups.set_identity_preferences
    get_membership_fields = groups.get_membership_fields
    set_membership_fields = groups.set_membership_fields
    batch_membership_action = groups.batch_membership_action
    set_subscription_admin_verified = groups.set_subscription_admin_verified
    set_subscription_admin_verified_id = groups.set_subscription_admin_verified


class AsyncGroupsClient(AsyncBaseClient):
    """:class:`GroupsClient` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "groups"
    base_path = "/v2/"
    error_class = GroupsAPIError
    scopes = GroupsScopes

    default_scope_requirements: list[Scope] = [GroupsScopes.view_my_groups_and_memberships]

    get_my_groups = awaited(groups.get_my_groups)
    get_group = awaited(groups.get_group)
    get_group_by_subscription_id = awaited(groups.get_group_by_subscription_id)
    create_group = awaited(groups.create_group)
    update_group = awaited(groups.update_group)
    delete_group = awaited(groups.delete_group)
    get_group_policies = awaited(groups.get_group_policies)
    set_group_policies = awaited(groups.set_group_policies)
    get_identity_preferences = awaited(groups.get_identity_preferences)
    set_identity_preferences = awaited(groups.set_identity_preferences)
    get_membership_fields = awaited(groups.get_membership_fields)
    set_membership_fields = awaited(groups.set_membership_fields)
    batch_membership_action = awaited(groups.batch_membership_action)
    set_subscription_admin_verified = awaited(groups.set_subscription_admin_verified)
    set_subscription_admin_verified_id = awaited(groups.set_subscription_admin_verified)
