"""Run by the official library's interpreter: its Groups clients against our service.

Reads one JSON line: a ``token`` of a person, the ``person``'s identity id, and that of an ``other``
one with an ``other_token``. Writes one that has what each step gave, or how it failed.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from globus_sdk import (
    AccessTokenAuthorizer,
    BatchMembershipActions,
    GroupsAPIError,
    GroupsClient,
    GroupsManager,
)

GIVEN: dict[str, str] = json.loads(sys.stdin.readline())


def client(token: str) -> GroupsClient:
    return GroupsClient(authorizer=AccessTokenAuthorizer(token))


def main() -> dict[str, Any]:
    mine, others = client(GIVEN["token"]), client(GIVEN["other_token"])
    manager, other_manager = GroupsManager(mine), GroupsManager(others)
    other = GIVEN["other"]
    told: dict[str, Any] = {}
    group = manager.create_group("Microscopy", "People with microscopes")
    group_id = group["id"]
    added = manager.add_member(group_id, other, role="manager")
    told["added"] = [added["add"][0][name] for name in ("identity_id", "role", "status")]
    told["listed"] = [each["name"] for each in others.get_my_groups()]
    members = mine.get_group(group_id, include="memberships")["memberships"]
    told["members"] = sorted((m["identity_id"], m["role"]) for m in members)
    told["again"] = manager.add_member(group_id, other)["errors"]["add"][0]["code"]
    told["changed"] = manager.change_role(group_id, other, "member")["change_role"][0]["role"]
    told["left"] = other_manager.leave(group_id, other)["leave"][0]["status"]
    told["invited"] = manager.invite_member(group_id, other)["invite"][0]["status"]
    told["declined"] = other_manager.decline_invite(group_id, other)["decline"][0]["status"]
    manager.set_group_policies(
        group_id,
        is_high_assurance=False,
        group_visibility="authenticated",
        group_members_visibility="members",
        join_requests=True,
        signup_fields=[],
    )
    told["visibility"] = mine.get_group_policies(group_id)["group_visibility"]
    told["asked"] = other_manager.request_join(group_id, other)["request_join"][0]["status"]
    batch = BatchMembershipActions().approve_pending([other]).remove_members([GIVEN["person"]])
    answer = mine.batch_membership_action(group_id, batch)
    told["approved"] = answer["approve"][0]["status"]
    told["kept"] = answer["errors"]["remove"][0]["code"]
    told["renamed"] = mine.update_group(group_id, {"name": "Optics"})["name"]
    try:
        mine.get_membership_fields(group_id)
    except GroupsAPIError as error:
        told["unbuilt"] = [error.http_status, error.code]
    told["deleted"] = mine.delete_group(group_id)["id"] == group_id
    try:
        mine.get_group(group_id)
    except GroupsAPIError as error:
        told["gone"] = [error.http_status, error.code, error.message]
    return told


print(json.dumps(main()))
