"""Documents of Groups v2. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from armillary.core.clock import iso
from armillary.groups.model import Group, Membership
from armillary.groups.rules import ACTIONS

Document = dict[str, Any]
Role = Literal["member", "manager", "admin"]

_TIMEOUT = 28800
_MOST_ENTRIES = 100
_Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
_Text = Annotated[str, StringConstraints(max_length=4096, pattern=r"^[^\x00]*$")]
_Id = Annotated[
    str,
    StringConstraints(
        to_lower=True, pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
    ),
]


class _Body(BaseModel):
    """A JSON object; keys that we don't know are ignored, as newer clients may send them."""

    model_config = ConfigDict(extra="ignore")


class Policies(_Body):
    """How a group is seen and joined; what clients read they may send back."""

    is_high_assurance: bool = False
    authentication_assurance_timeout: Annotated[int, Field(ge=60, le=86400 * 365)] | None = _TIMEOUT
    group_visibility: Literal["authenticated", "private"] = "private"
    group_members_visibility: Literal["members", "managers"] = "managers"
    join_requests: bool = False
    signup_fields: list[str] = []


class NewGroup(_Body):
    """The body of ``POST /v2/groups``."""

    name: _Name
    description: _Text = ""
    terms_and_conditions: _Text | None = None
    parent_id: _Id | None = None
    policies: Policies = Field(default_factory=Policies)


class GroupChanges(_Body):
    """The body of ``PUT /v2/groups/{id}``; absent keys leave things as they are."""

    name: _Name | None = None
    description: _Text | None = None
    terms_and_conditions: _Text | None = None


class Entry(_Body):
    """One identity of an action."""

    identity_id: _Id
    role: Role | None = None
    status_reason: _Text | None = None
    invite_email_address: Annotated[str, StringConstraints(max_length=255)] | None = None


class Actions(BaseModel):
    """The body of ``POST /v2/groups/{id}``: lists of identities by action."""

    model_config = ConfigDict(extra="forbid")

    add: list[Entry] = []
    invite: list[Entry] = []
    accept: list[Entry] = []
    join: list[Entry] = []
    request_join: list[Entry] = []
    approve: list[Entry] = []
    change_role: list[Entry] = []
    decline: list[Entry] = []
    reject: list[Entry] = []
    remove: list[Entry] = []
    leave: list[Entry] = []

    @model_validator(mode="after")
    def _bounded(self) -> Actions:
        if not 0 < len(self.entries()) <= _MOST_ENTRIES:
            raise ValueError(f"must have 1 to {_MOST_ENTRIES} identities")
        return self

    def entries(self) -> list[tuple[str, Entry]]:
        """Every action with its identity, in the order in which they are carried out."""
        return [(action, entry) for action in ACTIONS for entry in getattr(self, action)]


def group_document(
    group: Group, mine: Iterable[Membership], usernames: Mapping[str, str], **more: Any
) -> Document:
    """A group.

    :param mine: the caller's memberships
    :param more: what else the caller asked for
    """
    return {
        "id": group.id,
        "name": group.name,
        "description": group.description,
        "parent_id": None,
        "group_type": "regular",
        "child_ids": [],
        "enforce_session": False,
        "session_limit": _TIMEOUT,
        "session_timeouts": {},
        "terms_and_conditions": group.terms_and_conditions,
        "subscription_id": None,
        "subscription_info": None,
        "subscription_admin_verified_id": None,
        "policies": group.policies,
        "my_memberships": [membership_document(m, usernames) for m in mine],
        **more,
    }


def membership_document(membership: Membership, usernames: Mapping[str, str]) -> Document:
    """What an identity is to a group.

    :param usernames: by identity id, of those that exist
    """
    return {
        "group_id": membership.group_id,
        "source_group_id": None,
        "identity_id": membership.identity_id,
        "username": usernames.get(membership.identity_id),
        "role": membership.role,
        "status": membership.status,
        "status_reason": membership.status_reason,
        "invite_email_address": membership.invite_email_address,
        "invite_time": iso(membership.invite_time) if membership.invite_time else None,
        "updated": iso(membership.updated),
        "membership_fields": {},
    }
