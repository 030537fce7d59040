"""Documents of the Groups service; times are ISO 8601 text."""

from typing import Any, Literal, NotRequired, TypedDict


class MembershipDocument(TypedDict):
    """Somebody's membership of a group."""

    group_id: str
    source_group_id: NotRequired[str | None]
    identity_id: str
    username: str
    role: Literal["member", "manager", "admin"]
    status: Literal["active", "invited", "pending", "rejected", "removed", "left", "declined"]
    status_reason: NotRequired[str | None]
    invite_email_address: NotRequired[str | None]
    invite_time: NotRequired[str | None]
    updated: NotRequired[str | None]
    membership_fields: NotRequired[dict[str, Any]]


class GroupPoliciesDocument(TypedDict):
    """How a group is seen and joined; the timeout is in seconds."""

    is_high_assurance: bool
    authentication_assurance_timeout: int | None
    group_visibility: Literal["authenticated", "private"]
    group_members_visibility: Literal["members", "managers"]
    join_requests: bool
    signup_fields: list[str]


class SubscriptionInfo(TypedDict):
    """What a subscription gives."""

    name: str
    subscriber_name: NotRequired[str]
    connectors: dict[str, dict[str, bool]]
    is_high_assurance: bool
    is_baa: bool


class GroupDocument(TypedDict):
    """A group; the members and what may be done are there if they were asked for."""

    id: str
    name: str
    description: str | None
    parent_id: str | None
    group_type: Literal["regular", "plus"]
    child_ids: NotRequired[list[str]]
    enforce_session: bool
    session_limit: int
    session_timeouts: NotRequired[dict[str, Any]]
    terms_and_conditions: str | None
    subscription_id: NotRequired[str | None]
    subscription_info: NotRequired[SubscriptionInfo | None]
    subscription_admin_verified_id: NotRequired[str | None]
    policies: NotRequired[GroupPoliciesDocument]
    my_memberships: NotRequired[list[MembershipDocument]]
    memberships: NotRequired[list[MembershipDocument]]
    allowed_actions: NotRequired[dict[str, list[str]]]


class GroupOfSubscriptionDocument(TypedDict):
    """Which group has a subscription."""

    group_id: str
    subscription_id: str
    subscription_info: SubscriptionInfo


class VerifiedGroupDocument(TypedDict):
    """Whose administrator verified that a group belongs to a subscription."""

    group_id: str
    subscription_admin_verified_id: str | None


class IdentityPreference(TypedDict):
    """Whether an identity may be added to groups."""

    allow_add: bool


class MembershipError(TypedDict):
    """Why a membership was not changed."""

    identity_id: str
    code: str
    detail: str


class MembershipChangesDocument(TypedDict, total=False):
    """The changed memberships by action, and what could not be changed."""

    accept: list[MembershipDocument]
    add: list[MembershipDocument]
    approve: list[MembershipDocument]
    change_role: list[MembershipDocument]
    decline: list[MembershipDocument]
    invite: list[MembershipDocument]
    join: list[MembershipDocument]
    leave: list[MembershipDocument]
    reject: list[MembershipDocument]
    remove: list[MembershipDocument]
    request_join: list[MembershipDocument]
    errors: dict[str, list[MembershipError]]
