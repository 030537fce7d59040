"""Groups that administer projects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from armillary.auth.account.store import link
from armillary.auth.audit import AuditEvent
from armillary.auth.identities.model import Identity
from armillary.core.ids import new_id
from tests.armillary.auth.auth_api import new_client
from tests.armillary.auth.conftest import AuthServer
from tests.armillary.groups.conftest import MakeMember, Member
from tests.armillary.groups.test_groups import new_group


def new_project(owner: Member, **admins: Any) -> dict[str, Any]:
    fields = {"display_name": "Physics", "contact_email": "p@example.org", **admins}
    answer = owner.auth("POST", "projects", {"project": fields})
    assert answer.status_code == 201, answer.text
    project: dict[str, Any] = answer.json()["project"]
    return project


def sees(member: Member, project: dict[str, Any]) -> bool:
    found = member.auth("GET", "projects").json()["projects"]
    by_id = member.auth("GET", f"projects/{project['id']}").status_code == 200
    listed = project["id"] in [each["id"] for each in found]
    assert listed == by_id
    return listed


def test_members_of_a_group_administer_its_projects(server: AuthServer, member: MakeMember) -> None:
    ada, grace, eve = member("ada"), member("grace"), member("eve")
    group = new_group(ada)
    project = new_project(ada, admin_group_ids=[group["id"]])
    assert project["admin_ids"] == []
    assert project["admin_group_ids"] == [group["id"]]
    assert project["admins"] == {
        "identities": [],
        "groups": [{"id": group["id"], "name": "Microscopy"}],
    }
    assert (sees(ada, project), sees(grace, project)) == (True, False)
    ada.act(group["id"], invite=grace)
    assert not sees(grace, project)
    grace.act(group["id"], accept=grace)
    assert sees(grace, project)
    client = new_client(grace.auth, project, public_client=False)
    scope = {"name": "Read", "description": "Read", "scope_suffix": "read"}
    assert grace.auth("POST", f"clients/{client['id']}/scopes", {"scope": scope}).status_code == 201
    policy = {"project_id": project["id"], "display_name": "x", "description": "x"}
    assert grace.auth("POST", "policies", {"policy": policy}).status_code == 201
    assert len(ada.auth("GET", "policies").json()["policies"]) == 1
    assert not sees(eve, project)
    assert eve.auth("GET", f"clients/{client['id']}").status_code == 404
    ada.act(group["id"], remove=grace)
    assert not sees(grace, project)
    assert grace.auth("GET", f"clients/{client['id']}").status_code == 404


def test_a_linked_identity_in_the_group_is_enough(server: AuthServer, member: MakeMember) -> None:
    ada, grace, other = member("ada"), member("grace"), member("other")
    group = new_group(ada)
    project = new_project(ada, admin_group_ids=[group["id"]])
    ada.act(group["id"], add=other)
    with server.database.write() as session:
        accounts = [session.get_one(Identity, m.id).account_id for m in (grace, other)]
        link(session, *accounts)
    assert sees(grace, project)


def test_groups_of_a_project_change(server: AuthServer, member: MakeMember) -> None:
    ada, grace = member("ada"), member("grace")
    group = new_group(ada)
    ada.act(group["id"], add=grace)
    project = new_project(ada, admin_ids=[ada.id])
    assert project["admin_group_ids"] is None
    path = f"projects/{project['id']}"
    for groups, status in (([new_id()], 400), (["x"], 400), ([group["id"]], 200)):
        answer = ada.auth("PUT", path, {"project": {"admin_group_ids": groups}})
        assert answer.status_code == status, answer.text
    assert sees(grace, project)
    assert ada("DELETE", f"groups/{group['id']}").status_code == 409
    # Somebody has to be left.
    both: dict[str, list[str]] = {"admin_group_ids": [], "admin_ids": []}
    assert ada.auth("PUT", path, {"project": both}).status_code == 400
    assert sees(grace, project)
    unchanged = ada.auth("PUT", path, {"project": {"display_name": "Optics"}}).json()["project"]
    assert unchanged["admin_group_ids"] == [group["id"]]
    assert ada.auth("PUT", path, {"project": {"admin_group_ids": None}}).status_code == 200
    assert not sees(grace, project)
    assert ada("DELETE", f"groups/{group['id']}").status_code == 200
    with server.database.read() as session:
        query = select(AuditEvent).where(AuditEvent.event == "project.admins_changed")
        changes = [event.detail for event in session.scalars(query)]
    assert [(c["added"], c["removed"]) for c in changes] == [
        ([group["id"]], []),
        ([], [group["id"]]),
    ]


def test_a_project_needs_somebody(member: MakeMember) -> None:
    ada = member("ada")
    fields = {"display_name": "Physics", "contact_email": "p@example.org"}
    nobody: list[dict[str, list[str]]] = [
        {},
        {"admin_ids": []},
        {"admin_group_ids": []},
        {"admin_group_ids": [new_id()]},
    ]
    for admins in nobody:
        answer = ada.auth("POST", "projects", {"project": {**fields, **admins}})
        assert answer.status_code == 400, admins
