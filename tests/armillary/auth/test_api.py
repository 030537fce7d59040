"""The Auth API: identities, consents, projects, clients, credentials."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import create_identity
from armillary.auth.scopes.store import register_resource_server
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.tokens.model import Grant
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import DEFAULT_SCOPES, TRANSFER_ALL, AuthServer, Person

CLI_TEMPLATE = "95fdeba8-fac2-42bd-a357-e068d82ff78e"
COLLECTION = "6c54cade-bde5-45c1-bdea-f4bd71dba2cc"
DATA_ACCESS = f"https://auth.globus.org/scopes/{COLLECTION}/data_access"

Call = Callable[..., requests.Response]


def age_sign_ins(server: AuthServer, seconds: int) -> None:
    """Have every sign-in so far be longer ago."""
    with server.database.write() as session:
        for grant in session.scalars(select(Grant)):
            grant.authentications = {
                identity: {**a, "auth_time": a["auth_time"] - seconds}
                for identity, a in grant.authentications.items()
            }


def test_identities_are_found_by_username_and_by_id(
    server: AuthServer, person: Person, manager: Api
) -> None:
    (by_name,) = manager("GET", "identities", usernames="ADA@example.org,nobody").json()[
        "identities"
    ]
    assert by_name["id"] == person.id
    assert by_name["username"] == "ada@example.org"
    assert by_name["status"] == "used"
    answer = manager("GET", "identities", ids=person.id, include="identity_provider").json()
    assert answer["identities"] == [by_name]
    (provider,) = answer["included"]["identity_providers"]
    assert provider["id"] == by_name["identity_provider"]
    assert manager("GET", "identities").status_code == 400
    assert Api(server)("GET", "identities", usernames="x").status_code == 401


def test_the_address_of_others_is_not_shown(server: AuthServer, manager: Api) -> None:
    with server.database.write() as session:
        create_identity(
            session, username="bob", password="x" * 12, name="Bob", email="bob@example.org"
        )
    (bob,) = manager("GET", "identities", usernames="bob").json()["identities"]
    assert bob["name"] == "Bob"
    assert bob["email"] is None


def test_provisioned_identities_wait_for_their_owner(server: AuthServer, manager: Api) -> None:
    (unused,) = manager("GET", "identities", usernames="carol", provision="True").json()[
        "identities"
    ]
    assert unused["status"] == "unused"
    with server.database.write() as session:
        carol = create_identity(
            session, username="carol", password="x" * 12, name="Carol", email="c@example.org"
        )
    assert carol.id == unused["id"]
    assert manager("GET", f"identities/{carol.id}").json()["identity"]["status"] == "used"


def test_consents_form_a_forest_that_clients_can_read(server: AuthServer, person: Person) -> None:
    with server.database.write() as session:
        register_resource_server(
            session, client_id=COLLECTION, name="Lab disk", scopes={DATA_ACCESS: "Use Lab disk"}
        )
    tokens = server.log_in(person, scope=f"openid {TRANSFER_ALL}[*{DATA_ACCESS}]")
    api = Api(server, tokens["access_token"])
    answer = api("GET", f"identities/{person.id}/consents", all="False")
    consents = {c["scope_name"]: c for c in answer.json()["consents"]}
    assert set(consents) == {"openid", TRANSFER_ALL, DATA_ACCESS}
    root, below = consents[TRANSFER_ALL], consents[DATA_ACCESS]
    assert root["dependency_path"] == [root["id"]]
    assert below["dependency_path"] == [root["id"], below["id"]]
    assert root["client"] == TUTORIAL_CLIENT_ID
    assert below["client"] != TUTORIAL_CLIENT_ID
    assert (root["atomically_revocable"], below["atomically_revocable"]) == (False, True)
    for consent in consents.values():
        assert consent["status"] == "approved"
        for key in ("created", "updated", "last_used"):
            assert datetime.fromisoformat(consent[key]).utcoffset() is not None
    assert api("GET", f"identities/{person.id}/consents", all="True").status_code == 403
    assert api("GET", f"identities/{COLLECTION}/consents").status_code == 403


def test_projects_live_and_die(person: Person, manager: Api) -> None:
    project = new_project(manager, person)
    assert project["project_name"] == "Physics"
    assert project["admin_ids"] == [person.id]
    assert project["admins"]["identities"][0]["username"] == person.username
    assert manager("GET", "projects").json() == {"projects": [project]}
    path = f"projects/{project['id']}"
    changed = manager("PUT", path, {"project": {"display_name": "Optics"}}).json()["project"]
    assert changed["display_name"] == "Optics"
    assert changed["contact_email"] == "p@example.org"
    client = new_client(manager, project, public_client=True)
    assert manager("DELETE", path).status_code == 409
    assert manager("DELETE", f"clients/{client['id']}").status_code == 200
    assert manager("DELETE", path).json()["project"]["id"] == project["id"]
    assert manager("GET", path).status_code == 404


@pytest.mark.parametrize(
    "project",
    [
        {},
        {"display_name": "x", "contact_email": "a@b"},
        {"display_name": "x", "contact_email": "a@b", "admin_ids": [COLLECTION]},
        {"display_name": "x", "contact_email": "a@b", "admin_ids": ["no uuid"]},
        {"display_name": "", "contact_email": "a@b", "admin_ids": []},
        {"display_name": "x" * 300, "contact_email": "a@b", "admin_ids": []},
    ],
)
def test_projects_that_make_no_sense_are_refused(manager: Api, project: dict[str, Any]) -> None:
    answer = manager("POST", "projects", {"project": project})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "BAD_REQUEST"
    assert manager("GET", "projects").json() == {"projects": []}


def test_projects_need_the_scope(server: AuthServer, person: Person) -> None:
    api = Api(server, server.log_in(person, scope="openid")["access_token"])
    answer = api("GET", "projects")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "FORBIDDEN")
    assert Api(server)("GET", "projects").json()["errors"][0]["code"] == "UNAUTHORIZED"


def test_others_projects_and_clients_are_out_of_reach(
    server: AuthServer, person: Person, manager: Api
) -> None:
    project = new_project(manager, person)
    client = new_client(manager, project, public_client=True)
    with server.database.write() as session:
        eve = create_identity(
            session, username="eve", password="x" * 12, name="Eve", email="e@example.org"
        )
    as_eve = Person(eve.id, "eve", "x" * 12)
    token = server.log_in(as_eve, scope=f"openid {MANAGE_PROJECTS}")["access_token"]
    api = Api(server, token)
    for method, path, body in (
        ("GET", f"projects/{project['id']}", None),
        ("PUT", f"projects/{project['id']}", {"project": {"admin_ids": [eve.id]}}),
        ("DELETE", f"projects/{project['id']}", None),
        ("GET", f"clients/{client['id']}", None),
        ("PUT", f"clients/{client['id']}", {"client": {"name": "mine"}}),
        ("DELETE", f"clients/{client['id']}", None),
        ("GET", f"clients/{client['id']}/credentials", None),
        ("POST", f"clients/{client['id']}/credentials", {"credential": {"name": "x"}}),
        (
            "POST",
            "clients",
            {"client": {"name": "x", "project": project["id"], "public_client": 1}},
        ),
    ):
        assert api(method, path, body).status_code == 404, (method, path)
    assert api("GET", "clients").json() == {"clients": []}


def test_an_old_sign_in_must_be_renewed(server: AuthServer, person: Person) -> None:
    scope = f"openid {MANAGE_PROJECTS}"
    browser = server.browser()
    tokens = server.exchange(server.code(person, browser, scope=scope)).json()
    api = Api(server, tokens["access_token"])
    project = new_project(api, person)
    age_sign_ins(server, 10 * 60)
    fields = {"display_name": "x", "contact_email": "a@b", "admin_ids": [person.id]}
    refused = api("POST", "projects", {"project": fields})
    assert refused.status_code == 403
    assert refused.json()["code"] == "AuthorizationRequired"
    parameters = refused.json()["authorization_parameters"]
    assert parameters["prompt"] == "login"
    assert parameters["required_scopes"] == [MANAGE_PROJECTS]
    new_client(api, project, public_client=True)  # half an hour for what lies in a project
    age_sign_ins(server, 25 * 60)
    assert api("DELETE", f"projects/{project['id']}").status_code == 403
    assert api("GET", "projects").status_code == 200

    browser.open(
        server.authorize_url(
            scope=scope,
            prompt=parameters["prompt"],
            session_message=parameters["session_message"],
        )
    )
    assert parameters["session_message"] in browser.response.text
    browser.sign_in(person.username, person.password)
    renewed = server.exchange(browser.answer()["code"]).json()
    assert new_project(Api(server, renewed["access_token"]), person, "x")
    # The earlier token did not get any fresher by it.
    assert api("POST", "projects", {"project": fields}).status_code == 403


def test_a_native_app_can_be_registered_and_used(
    server: AuthServer, person: Person, manager: Api
) -> None:
    client = new_client(manager, new_project(manager, person), public_client=True)
    assert client["client_type"] == "public_installed_client"
    assert client["grant_types"] == ["authorization_code", "refresh_token"]
    assert client["public_client"] is True
    assert server.code_page in client["redirect_uris"]
    code = server.code(person, client_id=client["id"], scope=DEFAULT_SCOPES)
    tokens = server.exchange(code, client_id=client["id"])
    assert tokens.status_code == 200
    listed = manager("GET", "clients").json()["clients"]
    assert [c["id"] for c in listed] == [client["id"]]


def test_confidential_apps_get_and_lose_secrets(
    server: AuthServer, person: Person, manager: Api
) -> None:
    client = new_client(manager, new_project(manager, person), client_type="confidential_client")
    path = f"clients/{client['id']}/credentials"
    made = manager("POST", path, {"credential": {"name": "laptop"}}).json()["credential"]
    form = {"grant_type": "client_credentials", "scope": "openid"}
    service = (client["id"], made["secret"])
    assert server.token(form, auth=service).status_code == 200
    (listed,) = manager("GET", path).json()["credentials"]
    assert listed == {**made, "secret": None}
    (itself,) = Api(server, auth=service)("GET", "identities", ids=client["id"]).json()[
        "identities"
    ]
    assert itself["username"] == f"{client['id']}@clients.auth.globus.org"
    assert manager("DELETE", f"{path}/{made['id']}").status_code == 200
    assert server.token(form, auth=service).status_code == 401


def test_public_apps_get_no_secret(person: Person, manager: Api) -> None:
    client = new_client(manager, new_project(manager, person), public_client=True)
    path = f"clients/{client['id']}/credentials"
    assert manager("POST", path, {"credential": {"name": "x"}}).status_code == 400


def test_clients_change(person: Person, manager: Api) -> None:
    client = new_client(manager, new_project(manager, person), public_client=True)
    changes = {
        "name": "Better app",
        "redirect_uris": ["https://example.org/cb"],
        "links": {"privacy_policy": "https://example.org/privacy"},
    }
    changed = manager("PUT", f"clients/{client['id']}", {"client": changes}).json()["client"]
    assert changed["name"] == "Better app"
    assert changed["redirect_uris"] == ["https://example.org/cb"]
    assert changed["links"]["privacy_policy"] == "https://example.org/privacy"
    assert changed["visibility"] == client["visibility"]


@pytest.mark.parametrize(
    "fields",
    [
        {"public_client": True, "client_type": "confidential_client"},
        {},
        {"client_type": "resource_server"},
        {"client_type": "nonsense"},
        {"public_client": True, "redirect_uris": ["http://example.org/"]},
        {"public_client": True, "redirect_uris": ["javascript:alert(1)"]},
        {"public_client": True, "redirect_uris": ["https://example.org/#fragment"]},
        {"public_client": True, "redirect_uris": ["https://user@example.org/"]},
        {"public_client": True, "redirect_uris": ["{base_url}/developers/callback"]},
        {"public_client": True, "links": {"privacy_policy": "javascript:alert(1)"}},
        {"public_client": True, "required_idp": COLLECTION},
    ],
)
def test_clients_that_make_no_sense_are_refused(
    person: Person, manager: Api, fields: dict[str, Any]
) -> None:
    project = new_project(manager, person)
    body = {"client": {"name": "x", "project": project["id"], **fields}}
    assert manager("POST", "clients", body).status_code == 400
    assert manager("GET", "clients").json() == {"clients": []}


def test_the_cli_makes_itself_a_client_logs_in_and_leaves(
    server: AuthServer, person: Person
) -> None:
    body = {"client": {"template_id": CLI_TEMPLATE, "name": "Globus CLI"}}
    answer = Api(server)("POST", "clients", body)
    assert answer.status_code == 201
    client, credential = (
        answer.json()["client"],
        answer.json()["included"]["client_credential"],
    )
    assert client["client_type"] == "confidential_client"
    assert client["parent_client"] == CLI_TEMPLATE
    assert client["project"] is None
    assert credential["client"] == client["id"]
    instance = (client["id"], credential["secret"])

    redirect = "http://localhost:41234"
    code = server.code(
        person,
        client_id=client["id"],
        redirect_uri=redirect,
        access_type="offline",
        code_challenge=None,
        code_challenge_method=None,
        prompt="login",
    )
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    tokens = server.token(form, auth=instance).json()
    refresh_token = {"token": tokens["refresh_token"]}
    assert server.post("token/validate", refresh_token, instance).json() == {"active": True}

    # It logs out with nothing but the template's id.
    server.post("token/revoke", {**refresh_token, "client_id": CLI_TEMPLATE})
    assert server.post("token/validate", refresh_token, instance).json() == {"active": False}
    assert Api(server, auth=instance)("DELETE", f"clients/{client['id']}").status_code == 200
    assert server.post("token/validate", refresh_token, instance).status_code == 401


def test_only_templates_are_instantiated(server: AuthServer) -> None:
    body = {"client": {"template_id": TUTORIAL_CLIENT_ID, "name": "x"}}
    assert Api(server)("POST", "clients", body).status_code == 400
    assert Api(server)("POST", "clients", {"client": {"name": "x"}}).status_code == 401


def test_an_unknown_address_says_so(server: AuthServer) -> None:
    assert Api(server)("GET", "nowhere").status_code == 404


def test_what_happened_is_in_the_audit_trail(
    server: AuthServer, person: Person, manager: Api
) -> None:
    started = time.time()
    project = new_project(manager, person)
    client = new_client(manager, project, public_client=True)
    with server.database.read() as session:
        trail = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.event for event in trail] == [
        "login.succeeded",
        "consent.granted",
        "code.issued",
        "token.issued",
        "project.created",
        "client.created",
    ]
    assert trail[-1].target == client["id"]
    assert trail[-2].target == project["id"]
    assert {event.actor for event in trail} == {person.id}
    assert trail[-1].at.timestamp() >= started - 1
