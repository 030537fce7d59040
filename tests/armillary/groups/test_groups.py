"""Groups over HTTP: making them, their members, who may see and do what."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
import requests
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.core.ids import new_id
from armillary.groups.scopes import VIEW
from tests.armillary.auth.conftest import AuthServer
from tests.armillary.groups.conftest import MakeMember, Member


def new_group(owner: Member, **fields: Any) -> dict[str, Any]:
    body = {"name": "Microscopy", "description": "People with microscopes", **fields}
    answer = owner("POST", "groups", body)
    assert answer.status_code == 201, answer.text
    group: dict[str, Any] = answer.json()
    return group


def names(member: Member, **query: str) -> list[str]:
    answer = member("GET", "groups/my_groups", **query)
    assert answer.status_code == 200, answer.text
    return [group["name"] for group in answer.json()]


def role_of(owner: Member, group: str, member: Member) -> tuple[str, str] | None:
    found = owner("GET", f"groups/{group}", include="memberships").json()["memberships"]
    roles = {m["identity_id"]: (m["role"], m["status"]) for m in found}
    return roles.get(member.id)


def error(document: dict[str, Any], action: str) -> str:
    (found,) = document["errors"][action]
    code: str = found["code"]
    return code


def test_a_group_is_made_changed_and_deleted(server: AuthServer, member: MakeMember) -> None:
    ada = member("ada")
    group = new_group(ada, parent_id=None)
    assert [(m["role"], m["username"]) for m in group["my_memberships"]] == [
        ("admin", "ada@example.org")
    ]
    assert group["policies"]["group_visibility"] == "private"
    path = f"groups/{group['id']}"
    assert ada("GET", path).json() == group
    changes = {"name": "Optics", "terms_and_conditions": "Be kind", "child_ids": []}
    assert ada("PUT", path, changes).json()["name"] == "Optics"
    changed = ada("GET", path).json()
    assert (changed["description"], changed["terms_and_conditions"]) == (
        "People with microscopes",
        "Be kind",
    )
    assert names(ada) == ["Optics"]
    assert ada("DELETE", path).json()["id"] == group["id"]
    assert ada("GET", path).status_code == 404
    assert names(ada) == []
    with server.database.read() as session:
        events = list(session.scalars(select(AuditEvent).where(AuditEvent.target == group["id"])))
    assert [e.event for e in events] == ["group.created", "group.updated", "group.deleted"]
    assert {e.actor for e in events} == {ada.id}


def test_members_come_and_go(member: MakeMember) -> None:
    ada, grace, eve = member("ada"), member("grace"), member("eve")
    group = new_group(ada)["id"]
    done = ada.act(group, add={"identity_id": grace.id, "role": "manager"})
    assert "errors" not in done
    assert done["add"][0]["username"] == "grace@example.org"
    assert (done["add"][0]["role"], done["add"][0]["status"]) == ("manager", "active")
    assert names(grace) == ["Microscopy"]
    grace.act(group, invite=eve)
    assert names(eve) == []
    assert names(eve, statuses="active,invited") == ["Microscopy"]
    eve.act(group, accept=eve)
    assert role_of(ada, group, eve) == ("member", "active")
    ada.act(group, change_role={"identity_id": eve.id, "role": "admin"})
    assert role_of(ada, group, eve) == ("admin", "active")
    eve.act(group, leave=eve)
    assert role_of(ada, group, eve) == ("admin", "left")
    assert names(eve) == []
    assert eve("GET", f"groups/{group}").status_code == 404
    ada.act(group, remove=grace)
    assert names(grace) == []
    ada.act(group, invite=grace)
    grace.act(group, decline=grace)
    assert role_of(ada, group, grace) == ("member", "declined")


def test_people_ask_to_join_where_the_group_lets_them(member: MakeMember) -> None:
    ada, grace, eve = member("ada"), member("grace"), member("eve")
    group = new_group(ada)["id"]
    assert grace("POST", f"groups/{group}", {"request_join": []}).status_code == 422
    policies = ada("GET", f"groups/{group}/policies").json()
    open_to_all = {**policies, "group_visibility": "authenticated"}
    assert ada("PUT", f"groups/{group}/policies", open_to_all).json() == open_to_all
    assert error(grace.act(group, request_join=grace), "request_join") == "FORBIDDEN"
    ada("PUT", f"groups/{group}/policies", {**open_to_all, "join_requests": True})
    for one in (grace, eve):
        assert one.act(group, request_join=one)["request_join"][0]["status"] == "pending"
        assert error(one.act(group, approve=one), "approve") == "FORBIDDEN"
        assert error(one.act(group, join=one), "join") == "INVALID_STATUS"
    ada.act(group, approve=grace, reject=eve)
    assert role_of(ada, group, grace) == ("member", "active")
    assert role_of(ada, group, eve) == ("member", "rejected")


def test_roles_are_for_those_who_outrank_them(member: MakeMember) -> None:
    ada, grace, eve = member("ada"), member("grace"), member("eve")
    group = new_group(ada)["id"]
    ada.act(group, add={"identity_id": grace.id, "role": "manager"})
    ada.act(group, add=eve)
    assert error(grace.act(group, remove=ada), "remove") == "FORBIDDEN"
    stranger = member("stranger")
    as_admin = {"identity_id": stranger.id, "role": "admin"}
    assert error(grace.act(group, add=as_admin), "add") == "FORBIDDEN"
    assert error(grace.act(group, invite=as_admin), "invite") == "FORBIDDEN"
    change = {"identity_id": grace.id, "role": "admin"}
    assert error(grace.act(group, change_role=change), "change_role") == "FORBIDDEN"
    assert error(eve.act(group, add=stranger), "add") == "FORBIDDEN"
    assert error(eve.act(group, leave=grace), "leave") == "FORBIDDEN"
    for path, body in ((f"groups/{group}", {"name": "x"}), (f"groups/{group}/policies", {})):
        assert grace("PUT", path, body).status_code == 403
    assert grace("DELETE", f"groups/{group}").status_code == 403


def test_a_group_keeps_an_administrator(member: MakeMember) -> None:
    ada, grace = member("ada"), member("grace")
    group = new_group(ada)["id"]
    assert error(ada.act(group, leave=ada), "leave") == "LAST_ADMIN"
    assert error(ada.act(group, remove=ada), "remove") == "LAST_ADMIN"
    demote = {"identity_id": ada.id, "role": "member"}
    assert error(ada.act(group, change_role=demote), "change_role") == "LAST_ADMIN"
    ada.act(group, add={"identity_id": grace.id, "role": "admin"})
    assert "errors" not in ada.act(group, leave=ada)


def test_some_actions_are_refused_and_the_others_done(member: MakeMember) -> None:
    ada, grace = member("ada"), member("grace")
    group = new_group(ada)["id"]
    nobody = new_id()
    entries = [{"identity_id": each} for each in (grace.id, nobody, ada.id)]
    document = ada("POST", f"groups/{group}", {"add": entries}).json()
    assert [m["identity_id"] for m in document["add"]] == [grace.id]
    codes = {e["identity_id"]: e["code"] for e in document["errors"]["add"]}
    assert codes == {nobody: "IDENTITY_NOT_FOUND", ada.id: "ALREADY_ACTIVE"}
    assert error(ada.act(group, change_role=grace), "change_role") == "ROLE_MISSING"


def test_who_sees_what(member: MakeMember) -> None:
    ada, grace, eve = member("ada"), member("grace"), member("eve")
    group = new_group(ada)["id"]
    ada.act(group, add=grace)
    path = f"groups/{group}"
    for one, call in ((eve, "GET"), (eve, "DELETE"), (eve, "PUT")):
        assert one(call, path, {} if call == "PUT" else None).status_code == 404
    assert eve("POST", path, {"join": [{"identity_id": eve.id}]}).status_code == 404
    assert eve("GET", f"{path}/policies").status_code == 404
    seen = grace("GET", path, include="memberships,my_memberships,policies,child_ids").json()
    assert [m["identity_id"] for m in seen["memberships"]] == [grace.id]
    ada("PUT", f"{path}/policies", {"group_members_visibility": "members"})
    assert len(grace("GET", path, include="memberships").json()["memberships"]) == 2
    ada("PUT", f"{path}/policies", {"group_visibility": "authenticated"})
    seen = eve("GET", path, include="memberships").json()
    assert (seen["name"], seen["memberships"]) == ("Microscopy", [])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "groups", {"name": "x", "parent_id": new_id()}, 501),
        ("POST", "groups", {"name": "x", "policies": {"is_high_assurance": True}}, 501),
        ("POST", "groups", {"name": ""}, 422),
        ("POST", "groups", {"name": "x\x00"}, 422),
        ("POST", "groups", {"name": "x" * 256}, 422),
        ("POST", "groups", [], 422),
        ("POST", "groups/{id}", {"promote": []}, 422),
        ("POST", "groups/{id}", {"add": [{"identity_id": "x"}]}, 422),
        ("POST", "groups/{id}", {"add": [{"identity_id": new_id()}] * 101}, 422),
        ("PUT", "groups/{id}/policies", {"group_visibility": "public"}, 422),
        ("PUT", "groups/{id}/policies", {"signup_fields": ["city"]}, 501),
        ("GET", "groups/{id}?include=secrets", None, 400),
        ("GET", "groups/{id}?include=allowed_actions", None, 501),
        ("GET", "groups/my_groups?statuses=x", None, 400),
        ("GET", "groups/{id}/membership_fields", None, 501),
        ("GET", "preferences", None, 501),
        ("PUT", "groups/{id}/subscription_admin_verified", {}, 501),
        ("GET", "groups/nonsense", None, 404),
        ("GET", "groups/my_groups/", None, 501),
    ],
)
def test_what_makes_no_sense_or_is_not_built(
    member: MakeMember, method: str, path: str, body: Any, status: int
) -> None:
    ada = member("ada")
    answer = ada(method, path.format(id=new_group(ada)["id"]), body)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    if status == 501:
        assert answer.json()["code"] == "NOT_IMPLEMENTED"


def test_tokens_are_for_groups_and_allow_it(server: AuthServer, member: MakeMember) -> None:
    ada, reader = member("ada"), member("reader", VIEW)
    group = new_group(ada)["id"]
    url = f"{ada.base}/v2/groups/my_groups"
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}):
        answer = requests.get(url, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORIZED")
    ada.act(group, add=reader)
    assert names(reader) == ["Microscopy"]
    refused = reader("POST", "groups", {"name": "x"})
    assert (refused.status_code, refused.json()["provided_scopes"]) == (403, [VIEW])
    other = server.log_in(ada.person, scope="openid")["access_token"]
    headers = {"Authorization": f"Bearer {other}"}
    assert requests.get(url, headers=headers).status_code == 401


def test_a_fault_is_answered_as_an_error_is(member: MakeMember) -> None:
    ada = member("ada")
    with mock.patch("armillary.groups.api.memberships_of", side_effect=RuntimeError("not for all")):
        answer = ada("GET", "groups/my_groups")
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL_SERVER_ERROR")
    assert "not for all" not in answer.text
