"""Authentication policies, as project administrators manage them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import create_identity
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.core.ids import new_id
from tests.armillary.auth.auth_api import Api, new_project
from tests.armillary.auth.conftest import AuthServer, Person

LAB = {"display_name": "People of the lab", "description": "Signed in with the lab"}


@pytest.fixture
def project(person: Person, manager: Api) -> str:
    """The id of a project."""
    found: str = new_project(manager, person)["id"]
    return found


def new_policy(api: Api, project: str, **fields: Any) -> dict[str, Any]:
    answer = api("POST", "policies", {"policy": {**LAB, "project_id": project, **fields}})
    assert answer.status_code == 201, answer.text
    policy: dict[str, Any] = answer.json()["policy"]
    return policy


def other_person(server: AuthServer) -> tuple[Person, Api]:
    with server.database.write() as session:
        eve = create_identity(
            session, username="eve", password="x" * 12, name="Eve", email="e@example.org"
        )
    person = Person(eve.id, "eve", "x" * 12)
    token = server.log_in(person, scope=f"openid {MANAGE_PROJECTS}")["access_token"]
    return person, Api(server, token)


def test_a_policy_lives_and_dies(manager: Api, project: str) -> None:
    policy = new_policy(manager, project)
    assert policy == {
        "id": policy["id"],
        "project_id": project,
        **LAB,
        "high_assurance": False,
        "authentication_assurance_timeout": None,
        "required_mfa": False,
        "domain_constraints_include": None,
        "domain_constraints_exclude": None,
    }
    path = f"policies/{policy['id']}"
    assert manager("GET", path).json() == {"policy": policy}
    assert manager("GET", f"policies/{policy['id'].upper()}").json() == {"policy": policy}
    second = new_policy(manager, project)
    assert manager("GET", "policies").json() == {"policies": [policy, second]}
    assert manager("DELETE", path).json() == {"policy": policy}
    assert manager("GET", path).status_code == 404
    assert manager("GET", "policies").json() == {"policies": [second]}


def test_a_policy_changes_where_it_is_told_to(person: Person, manager: Api, project: str) -> None:
    policy = new_policy(
        manager,
        project,
        high_assurance=True,
        authentication_assurance_timeout=3600,
        domain_constraints_include=["Lab.example.org", "*.example.com"],
        domain_constraints_exclude=[],
    )
    assert policy["domain_constraints_include"] == ["lab.example.org", "*.example.com"]
    assert policy["domain_constraints_exclude"] == []
    path = f"policies/{policy['id']}"
    changes = {
        "project_id": new_project(manager, person, "Optics")["id"],
        "display_name": "People",
        "description": "All of them",
        "authentication_assurance_timeout": 7200,
        "required_mfa": True,
        "domain_constraints_include": None,
        "domain_constraints_exclude": ["example.net"],
    }
    changed = manager("PUT", path, {"policy": changes}).json()["policy"]
    assert changed == {**policy, **changes}
    assert manager("PUT", path, {"policy": {}}).json()["policy"] == changed
    assert manager("GET", path).json()["policy"] == changed


@pytest.mark.parametrize(
    "fields",
    [
        {"project_id": None},
        {"project_id": "no uuid"},
        {"display_name": ""},
        {"description": ""},
        {"description": None},
        {"authentication_assurance_timeout": 0},
        {"authentication_assurance_timeout": 2**40},
        {"required_mfa": True},
        {"domain_constraints_include": ["no domain"]},
        {"domain_constraints_exclude": ["*"]},
    ],
)
def test_policies_that_make_no_sense_are_refused(
    manager: Api, project: str, fields: dict[str, Any]
) -> None:
    answer = manager("POST", "policies", {"policy": {**LAB, "project_id": project, **fields}})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "BAD_REQUEST")
    assert manager("GET", "policies").json() == {"policies": []}


def test_what_makes_no_sense_is_not_changed_to(manager: Api, project: str) -> None:
    policy = new_policy(manager, project)
    path = f"policies/{policy['id']}"
    assert manager("PUT", path, {"policy": {"required_mfa": True}}).status_code == 400
    assert manager("GET", path).json() == {"policy": policy}


def test_others_policies_are_out_of_reach(server: AuthServer, manager: Api, project: str) -> None:
    policy = new_policy(manager, project)
    path = f"policies/{policy['id']}"
    eve, api = other_person(server)
    hers = new_policy(api, new_project(api, eve)["id"])
    for method, where, body in (
        ("GET", path, None),
        ("PUT", path, {"policy": {"display_name": "mine"}}),
        ("DELETE", path, None),
        ("POST", "policies", {"policy": {**LAB, "project_id": project}}),
        ("PUT", f"policies/{hers['id']}", {"policy": {"project_id": project}}),
    ):
        assert api(method, where, body).status_code == 404, (method, where)
    assert api("GET", "policies").json() == {"policies": [hers]}
    assert manager("GET", "policies").json() == {"policies": [policy]}


def test_policies_need_the_scope(server: AuthServer, person: Person) -> None:
    api = Api(server, server.log_in(person, scope="openid")["access_token"])
    for method, path in (("GET", "policies"), ("DELETE", f"policies/{new_id()}")):
        answer = api(method, path)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "FORBIDDEN")
        assert Api(server)(method, path).status_code == 401


def test_a_project_with_policies_stays(manager: Api, project: str) -> None:
    policy = new_policy(manager, project)
    assert manager("DELETE", f"projects/{project}").status_code == 409
    manager("DELETE", f"policies/{policy['id']}")
    assert manager("DELETE", f"projects/{project}").status_code == 200


def test_changes_are_in_the_audit_trail(
    server: AuthServer, person: Person, manager: Api, project: str
) -> None:
    policy = new_policy(manager, project)
    manager("PUT", f"policies/{policy['id']}", {"policy": {"display_name": "People"}})
    manager("DELETE", f"policies/{policy['id']}")
    with server.database.read() as session:
        query = select(AuditEvent).where(AuditEvent.event.startswith("policy."))
        trail = session.scalars(query.order_by(AuditEvent.id)).all()
    assert [event.event for event in trail] == [
        "policy.created",
        "policy.updated",
        "policy.deleted",
    ]
    assert {(event.actor, event.client, event.target) for event in trail} == {
        (person.id, TUTORIAL_CLIENT_ID, policy["id"])
    }
    assert trail[1].detail == {"project": project, "display_name": "People"}
