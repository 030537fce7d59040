"""The audit list of a project: who changed what, for its administrators only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import Person
from tests.armillary.auth.test_policies import LAB, new_policy, other_person

SCOPE = {"name": "Read", "description": "Read it", "scope_suffix": "read"}


def events(api: Api, project: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    answer = api("GET", f"projects/{project['id']}/events", **query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["events"]
    return found


def test_every_change_leaves_an_event(manager: Api, person: Person, server: Any) -> None:
    project = new_project(manager, person)
    client = new_client(manager, project, public_client=False)
    path = f"clients/{client['id']}"
    manager("PUT", path, {"client": {"name": "Better"}})
    credential = manager("POST", f"{path}/credentials", {"credential": {"name": "laptop"}}).json()
    manager("DELETE", f"{path}/credentials/{credential['credential']['id']}")
    scope = manager("POST", f"{path}/scopes", {"scope": SCOPE}).json()["scope"]
    manager("PUT", f"scopes/{scope['id']}", {"scope": {"name": "Look"}})
    manager("DELETE", f"scopes/{scope['id']}")
    policy = new_policy(manager, project["id"])
    manager("PUT", f"policies/{policy['id']}", {"policy": {"display_name": "Others"}})
    manager("DELETE", f"policies/{policy['id']}")
    eve, _ = other_person(server)
    both = {"admin_ids": [person.id, eve.id]}
    manager("PUT", f"projects/{project['id']}", {"project": both})
    manager("DELETE", path)

    found = events(manager, project)
    assert [event["event"] for event in reversed(found)] == [
        "project.created",
        "client.created",
        "client.updated",
        "credential.created",
        "credential.deleted",
        "scope.created",
        "scope.updated",
        "scope.deleted",
        "policy.created",
        "policy.updated",
        "policy.deleted",
        "project.updated",
        "project.admins_changed",
        "client.deleted",
    ]
    assert {(event["actor"], event["actor_username"]) for event in found} == {
        (person.id, person.username)
    }
    assert found[0]["target"] == client["id"]
    assert found[1]["detail"]["added"] == [eve.id]
    assert found[-3]["detail"]["changed"] == ["name"]
    assert found[-4]["detail"]["credential"] == "laptop"
    assert credential["credential"]["secret"] not in str(found)


def test_pages_follow_each_other(manager: Api, person: Person) -> None:
    project = new_project(manager, person)
    for number in range(4):
        name = {"display_name": f"Name {number}"}
        manager("PUT", f"projects/{project['id']}", {"project": name})
    path = f"projects/{project['id']}/events"
    first = manager("GET", path, per_page=3).json()
    rest = manager("GET", path, per_page=3, marker=first["marker"]).json()
    assert "marker" not in rest
    assert [*first["events"], *rest["events"]] == events(manager, project)
    assert len(first["events"]) == 3
    assert len(events(manager, project, marker=(1 << 31) - 1)) == len(events(manager, project))


@pytest.mark.parametrize(
    "query", [{"per_page": 0}, {"per_page": 101}, {"marker": "x"}, {"marker": 1 << 31}]
)
def test_nonsense_is_refused(manager: Api, person: Person, query: dict[str, Any]) -> None:
    project = new_project(manager, person)
    answer = manager("GET", f"projects/{project['id']}/events", **query)
    assert answer.status_code == 400
    assert next(iter(query)) in answer.json()["error_description"]


def test_others_see_nothing(manager: Api, person: Person, server: Any) -> None:
    project = new_project(manager, person)
    _, eve = other_person(server)
    assert eve("GET", f"projects/{project['id']}/events").status_code == 404
    weak = Api(server, server.log_in(person, scope="openid")["access_token"])
    assert weak("GET", f"projects/{project['id']}/events").status_code == 403


def test_errors_say_which_part_of_the_body_is_wrong(manager: Api, person: Person) -> None:
    project = new_project(manager, person)
    uris = ["https://example.org/", "http://example.org/", "ftp:x"]
    body = {"client": {"name": "x", "project": project["id"], "public_client": True}}
    answer = manager("POST", "clients", {"client": {**body["client"], "redirect_uris": uris}})
    assert answer.status_code == 400
    problems = answer.json()["errors"][0]["problems"]
    assert [p["pointer"] for p in problems] == [
        "/client/redirect_uris/1",
        "/client/redirect_uris/2",
    ]
    assert "http://example.org/" in problems[0]["detail"]
    wrong = manager("POST", "policies", {"policy": {**LAB, "project_id": "x", "description": ""}})
    pointers = {p["pointer"] for p in wrong.json()["errors"][0]["problems"]}
    assert pointers == {"/policy/project_id", "/policy/description"}
