"""Changes of groups, one at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from ..._core.operation import awaited, operation
from ..._core.plan import Ask
from ...response import GlobusHTTPResponse
from .client import AsyncGroupsClient, GroupsClient
from .data import (
    BatchMembershipActions,
    GroupPolicies,
    MemberVisibility,
    Role,
    SignupField,
    Visibility,
)

_Id = uuid.UUID | str
_Answer = Ask[GlobusHTTPResponse]


def _change(group_id: _Id, actions: BatchMembershipActions) -> _Answer:
    return Ask("batch_membership_action", group_id, actions)


@operation
def create_group(
    self: object, name: str, description: str, *, parent_id: _Id | None = None
) -> Ask[GlobusHTTPResponse]:
    """Create a group.

    :param name: its name.
    :param description: what it is for.
    :param parent_id: the group above it.
    """
    document = {"name": name, "description": description, "parent_id": parent_id}
    return Ask("create_group", document)


@operation
def set_group_policies(
    self: object,
    group_id: _Id,
    *,
    is_high_assurance: bool,
    group_visibility: Visibility,
    group_members_visibility: MemberVisibility,
    join_requests: bool,
    signup_fields: Iterable[SignupField],
    authentication_assurance_timeout: int | None = None,
) -> Ask[GlobusHTTPResponse]:
    """Set how a group is seen and joined; the parameters are those of :class:`GroupPolicies`.

    :param group_id: its id.
    """
    policies = GroupPolicies(
        is_high_assurance=is_high_assurance,
        group_visibility=group_visibility,
        group_members_visibility=group_members_visibility,
        join_requests=join_requests,
        signup_fields=signup_fields,
        authentication_assurance_timeout=authentication_assurance_timeout,
    )
    return Ask("set_group_policies", group_id, policies)


@operation
def accept_invite(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Accept an invitation."""
    return _change(group_id, BatchMembershipActions().accept_invites([identity_id]))


@operation
def add_member(
    self: object, group_id: _Id, identity_id: _Id, *, role: Role = "member"
) -> Ask[GlobusHTTPResponse]:
    """Make an identity a member."""
    return _change(group_id, BatchMembershipActions().add_members([identity_id], role=role))


@operation
def approve_pending(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Approve a request to join."""
    return _change(group_id, BatchMembershipActions().approve_pending([identity_id]))


@operation
def change_role(
    self: object, group_id: _Id, identity_id: _Id, role: Role
) -> Ask[GlobusHTTPResponse]:
    """Give a member another role."""
    return _change(group_id, BatchMembershipActions().change_roles(role, [identity_id]))


@operation
def decline_invite(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Decline an invitation."""
    return _change(group_id, BatchMembershipActions().decline_invites([identity_id]))


@operation
def invite_member(
    self: object, group_id: _Id, identity_id: _Id, *, role: Role = "member"
) -> Ask[GlobusHTTPResponse]:
    """Invite an identity."""
    return _change(group_id, BatchMembershipActions().invite_members([identity_id], role=role))


@operation
def join(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Join a group that lets everyone."""
    return _change(group_id, BatchMembershipActions().join([identity_id]))


@operation
def leave(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Leave a group."""
    return _change(group_id, BatchMembershipActions().leave([identity_id]))


@operation
def reject_join_request(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Reject a request to join."""
    return _change(group_id, BatchMembershipActions().reject_join_requests([identity_id]))


@operation
def remove_member(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Remove a member."""
    return _change(group_id, BatchMembershipActions().remove_members([identity_id]))


@operation
def request_join(self: object, group_id: _Id, identity_id: _Id) -> Ask[GlobusHTTPResponse]:
    """Ask to join a group."""
    return _change(group_id, BatchMembershipActions().request_join([identity_id]))


class GroupsManager:
    """Groups in terms of what one does with them, on top of a client.

    :param client: the client; by default, one without authorization.
    """

    def __init__(self, client: GroupsClient | None = None) -> None:
        self.client = client or GroupsClient()

    def _run(self, plan: Any) -> Any:
        return self.client._run(plan)  # pyright: ignore[reportPrivateUsage]

    create_group = create_group
    set_group_policies = set_group_policies
    accept_invite = accept_invite
    add_member = add_member
    approve_pending = approve_pending
    change_role = change_role
    decline_invite = decline_invite
    invite_member = invite_member
    join = join
    leave = leave
    reject_join_request = reject_join_request
    remove_member = remove_member
    request_join = request_join


class AsyncGroupsManager:
    """:class:`GroupsManager` for ``asyncio``.

    :param client: the client; by default, one without authorization.
    """

    def __init__(self, client: AsyncGroupsClient | None = None) -> None:
        self.client = client or AsyncGroupsClient()

    async def _run(self, plan: Any) -> Any:
        return await self.client._run(plan)  # pyright: ignore[reportPrivateUsage]

    create_group = awaited(create_group)
    set_group_policies = awaited(set_group_policies)
    accept_invite = awaited(accept_invite)
    add_member = awaited(add_member)
    approve_pending = awaited(approve_pending)
    change_role = awaited(change_role)
    decline_invite = awaited(decline_invite)
    invite_member = awaited(invite_member)
    join = awaited(join)
    leave = awaited(leave)
    reject_join_request = awaited(reject_join_request)
    remove_member = awaited(remove_member)
    request_join = awaited(request_join)
