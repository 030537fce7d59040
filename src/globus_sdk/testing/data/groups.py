"""Answers of Groups."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..models import RegisteredResponse, ResponseSet
from ._people import (
    IDENTITY_ID,
    OTHER_IDENTITY_ID,
    OTHER_USERNAME,
    SUBSCRIPTION_ID,
    USERNAME,
    made_id,
)

answer = partial(RegisteredResponse, service="groups")

GROUP_ID = made_id("group")
SUBSCRIBED_GROUP_ID = made_id("subscribed group")

POLICIES: dict[str, Any] = {
    "is_high_assurance": False,
    "authentication_assurance_timeout": 28800,
    "group_visibility": "private",
    "group_members_visibility": "managers",
    "join_requests": False,
    "signup_fields": [],
}


def membership(identity_id: str, username: str, *, role: str, **changes: Any) -> dict[str, Any]:
    return {
        "group_id": GROUP_ID,
        "source_group_id": None,
        "identity_id": identity_id,
        "username": username,
        "role": role,
        "status": "active",
        "status_reason": None,
        "invite_email_address": None,
        "invite_time": None,
        "updated": "2026-01-15T10:30:00.000000+00:00",
        "membership_fields": {},
        **changes,
    }


ADMIN = membership(IDENTITY_ID, USERNAME, role="admin")


def group(group_id: str = GROUP_ID, name: str = "Microscopy", **changes: Any) -> dict[str, Any]:
    return {
        "id": group_id,
        "name": name,
        "description": "People who use the microscopes",
        "parent_id": None,
        "group_type": "regular",
        "child_ids": [],
        "enforce_session": False,
        "session_limit": 28800,
        "session_timeouts": {},
        "terms_and_conditions": "",
        "subscription_id": None,
        "subscription_info": None,
        "subscription_admin_verified_id": None,
        "policies": POLICIES,
        "my_memberships": [{**ADMIN, "group_id": group_id}],
        **changes,
    }


SUBSCRIPTION_INFO: dict[str, Any] = {
    "name": "Example Lab",
    "subscriber_name": "Example Lab",
    "connectors": {"7643e831-5f6c-4b47-a07f-8ee90f401d23": {"is_ha": False, "is_baa": False}},
    "is_high_assurance": False,
    "is_baa": False,
}
SUBSCRIBED = group(
    SUBSCRIBED_GROUP_ID,
    "Example Lab subscription",
    group_type="plus",
    subscription_id=SUBSCRIPTION_ID,
    subscription_info=SUBSCRIPTION_INFO,
)
MY_GROUPS = [group(), group(made_id("beamline group"), "Beamline"), SUBSCRIBED]

_PATH = f"/v2/groups/{GROUP_ID}"
_GROUP = {"group_id": GROUP_ID}
_VERIFIED = {"group_id": GROUP_ID, "subscription_id": SUBSCRIPTION_ID}

ANSWERS: dict[str, ResponseSet] = {
    "get_my_groups": ResponseSet(
        metadata={
            "group_ids": [one["id"] for one in MY_GROUPS],
            "group_names": [one["name"] for one in MY_GROUPS],
            "member_ids": {one["id"]: [IDENTITY_ID] for one in MY_GROUPS},
        },
        default=answer(path="/v2/groups/my_groups", json=MY_GROUPS),
    ),
    "get_group": ResponseSet(
        metadata=_GROUP,
        default=answer(path=_PATH, json=group()),
        subscription=answer(
            path=f"/v2/groups/{SUBSCRIBED_GROUP_ID}",
            json=SUBSCRIBED,
            metadata={"group_id": SUBSCRIBED_GROUP_ID, "subscription_id": SUBSCRIPTION_ID},
        ),
    ),
    "get_group_by_subscription_id": ResponseSet(
        metadata={"group_id": SUBSCRIBED_GROUP_ID, "subscription_id": SUBSCRIPTION_ID},
        default=answer(
            path=f"/v2/subscription_info/{SUBSCRIPTION_ID}",
            json={
                "group_id": SUBSCRIBED_GROUP_ID,
                "subscription_id": SUBSCRIPTION_ID,
                "subscription_info": SUBSCRIPTION_INFO,
            },
        ),
    ),
    "create_group": ResponseSet(
        metadata=_GROUP,
        default=answer(path="/v2/groups", method="POST", json=group()),
    ),
    "update_group": ResponseSet(
        metadata=_GROUP,
        default=answer(path=_PATH, method="PUT", json=group(description="Microscopes only")),
    ),
    "delete_group": ResponseSet(
        metadata=_GROUP,
        default=answer(path=_PATH, method="DELETE", json=group()),
    ),
    "get_group_policies": ResponseSet(
        metadata=_GROUP, default=answer(path=f"{_PATH}/policies", json=POLICIES)
    ),
    "set_group_policies": ResponseSet(
        metadata=_GROUP,
        default=answer(path=f"{_PATH}/policies", method="PUT", json=POLICIES),
    ),
    "get_identity_preferences": ResponseSet(
        metadata={"identity_id": IDENTITY_ID},
        default=answer(path="/v2/preferences", json={IDENTITY_ID: {"allow_add": True}}),
    ),
    "set_identity_preferences": ResponseSet(
        metadata={"identity_id": IDENTITY_ID},
        default=answer(
            path="/v2/preferences", method="PUT", json={IDENTITY_ID: {"allow_add": False}}
        ),
    ),
    "get_membership_fields": ResponseSet(
        metadata=_GROUP,
        default=answer(path=f"{_PATH}/membership_fields", json={"department": "Optics"}),
    ),
    "set_membership_fields": ResponseSet(
        metadata=_GROUP,
        default=answer(
            path=f"{_PATH}/membership_fields", method="PUT", json={"department": "Optics"}
        ),
    ),
    "batch_membership_action": ResponseSet(
        metadata={"group_id": GROUP_ID, "identity_id": OTHER_IDENTITY_ID},
        default=answer(
            path=_PATH,
            method="POST",
            json={"add": [membership(OTHER_IDENTITY_ID, OTHER_USERNAME, role="member")]},
        ),
        errors=answer(
            path=_PATH,
            method="POST",
            json={
                "errors": {
                    "add": [
                        {
                            "identity_id": OTHER_IDENTITY_ID,
                            "code": "ALREADY_ACTIVE",
                            "detail": "This identity is a member already.",
                        }
                    ]
                }
            },
        ),
    ),
    "set_subscription_admin_verified": ResponseSet(
        metadata=_VERIFIED,
        default=answer(
            path=f"{_PATH}/subscription_admin_verified",
            method="PUT",
            json={"group_id": GROUP_ID, "subscription_admin_verified_id": SUBSCRIPTION_ID},
        ),
    ),
}
