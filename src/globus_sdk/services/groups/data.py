"""The documents that groups are made of."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable
from typing import Any, Literal

from ..._missing import MISSING, MissingType
from ..._payload import GlobusPayload


class GroupRole(enum.Enum):
    """What a member may do."""

    member = "member"
    manager = "manager"
    admin = "admin"


class GroupMemberVisibility(enum.Enum):
    """Who sees the members."""

    members = "members"
    managers = "managers"


class GroupVisibility(enum.Enum):
    """Who sees the group."""

    authenticated = "authenticated"
    private = "private"


class GroupRequiredSignupFields(enum.Enum):
    """What members have to say of themselves."""

    institution = "institution"
    current_project_name = "current_project_name"
    address = "address"
    city = "city"
    state = "state"
    country = "country"
    address1 = "address1"
    address2 = "address2"
    zip = "zip"
    phone = "phone"
    department = "department"
    field_of_science = "field_of_science"


Role = GroupRole | Literal["member", "manager", "admin"]
MemberVisibility = GroupMemberVisibility | Literal["members", "managers"]
Visibility = GroupVisibility | Literal["authenticated", "private"]
SignupField = (
    GroupRequiredSignupFields
    | Literal[
        "institution",
        "current_project_name",
        "address",
        "city",
        "state",
        "country",
        "address1",
        "address2",
        "zip",
        "phone",
        "department",
        "field_of_science",
    ]
)
Ids = Iterable[uuid.UUID | str]


def _word(value: enum.Enum | str) -> Any:
    return value.value if isinstance(value, enum.Enum) else value


class BatchMembershipActions(GlobusPayload):
    """Several changes of a group's members, for :meth:`GroupsClient.batch_membership_action`.

    Each method adds an action for some identities, and returns the object.
    """

    def _add(self, action: str, identity_ids: Ids, **more: Any) -> BatchMembershipActions:
        entries = ({**more, "identity_id": str(identity)} for identity in identity_ids)
        self.setdefault(action, []).extend(entries)
        return self

    def accept_invites(self, identity_ids: Ids) -> BatchMembershipActions:
        """Accept invitations of the caller's identities."""
        return self._add("accept", identity_ids)

    def add_members(self, identity_ids: Ids, *, role: Role = "member") -> BatchMembershipActions:
        """Make identities members."""
        return self._add("add", identity_ids, role=_word(role))

    def approve_pending(self, identity_ids: Ids) -> BatchMembershipActions:
        """Approve requests to join."""
        return self._add("approve", identity_ids)

    def change_roles(self, role: Role, identity_ids: Ids) -> BatchMembershipActions:
        """Give members another role."""
        return self._add("change_role", identity_ids, role=_word(role))

    def decline_invites(self, identity_ids: Ids) -> BatchMembershipActions:
        """Decline invitations of the caller's identities."""
        return self._add("decline", identity_ids)

    def invite_members(self, identity_ids: Ids, *, role: Role = "member") -> BatchMembershipActions:
        """Invite identities."""
        return self._add("invite", identity_ids, role=_word(role))

    def join(self, identity_ids: Ids) -> BatchMembershipActions:
        """Join with the caller's identities, where the group lets everyone."""
        return self._add("join", identity_ids)

    def leave(self, identity_ids: Ids) -> BatchMembershipActions:
        """Leave with the caller's identities."""
        return self._add("leave", identity_ids)

    def reject_join_requests(self, identity_ids: Ids) -> BatchMembershipActions:
        """Reject requests to join."""
        return self._add("reject", identity_ids)

    def remove_members(self, identity_ids: Ids) -> BatchMembershipActions:
        """Remove members."""
        return self._add("remove", identity_ids)

    def request_join(self, identity_ids: Ids) -> BatchMembershipActions:
        """Ask to join with the caller's identities."""
        return self._add("request_join", identity_ids)


class GroupPolicies(GlobusPayload):
    """How a group is seen and joined.

    :param is_high_assurance: whether members have to log in anew after a while.
    :param group_visibility: who sees the group.
    :param group_members_visibility: who sees the members.
    :param join_requests: whether everyone may ask to join.
    :param signup_fields: what members have to say of themselves.
    :param authentication_assurance_timeout: after how many seconds to log in anew.
    """

    def __init__(
        self,
        *,
        is_high_assurance: bool,
        group_visibility: Visibility,
        group_members_visibility: MemberVisibility,
        join_requests: bool,
        signup_fields: Iterable[SignupField],
        authentication_assurance_timeout: int | MissingType | None = MISSING,
    ) -> None:
        super().__init__(
            is_high_assurance=is_high_assurance,
            group_visibility=_word(group_visibility),
            group_members_visibility=_word(group_members_visibility),
            join_requests=join_requests,
            signup_fields=[_word(field) for field in signup_fields],
            authentication_assurance_timeout=authentication_assurance_timeout,
        )
