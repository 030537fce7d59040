"""Scopes that clients define: managed over the API, and asked for by apps."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities.store import create_identity
from armillary.auth.scopes import store
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.core.ids import new_id
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person

GROUPS_ALL = "urn:globus:auth:scope:groups.api.globus.org:all"
VIEW = {"name": "Look at images", "description": "See the images", "scope_suffix": "view"}


@pytest.fixture
def service(person: Person, manager: Api) -> dict[str, Any]:
    """A client that can serve scopes."""
    return new_client(manager, new_project(manager, person), public_client=False)


def define(api: Api, client: dict[str, Any], **fields: Any) -> dict[str, Any]:
    answer = api("POST", f"clients/{client['id']}/scopes", {"scope": {**VIEW, **fields}})
    assert answer.status_code == 201, answer.text
    scope: dict[str, Any] = answer.json()["scope"]
    return scope


def scope_id(api: Api, scope_string: str) -> str:
    (scope,) = api("GET", "scopes", scope_strings=scope_string).json()["scopes"]
    found: str = scope["id"]
    return found


def needs(scope: str, *, optional: bool = False, refresh: bool = False) -> dict[str, Any]:
    return {"scope": scope, "optional": optional, "requires_refresh_token": refresh}


def other_person(server: AuthServer) -> Person:
    with server.database.write() as session:
        eve = create_identity(
            session, username="eve", password="x" * 12, name="Eve", email="e@example.org"
        )
    return Person(eve.id, "eve", "x" * 12)


def test_a_scope_lives_and_dies(manager: Api, service: dict[str, Any]) -> None:
    scope = define(manager, service)
    assert scope == {
        "id": scope["id"],
        "client": service["id"],
        "scope_string": f"https://auth.globus.org/scopes/{service['id']}/view",
        "name": "Look at images",
        "description": "See the images",
        "advertised": False,
        "allows_refresh_token": True,
        "required_domains": [],
        "dependent_scopes": [],
    }
    path = f"scopes/{scope['id']}"
    assert manager("GET", path).json() == {"scope": scope}
    assert manager("GET", f"clients/{service['id']}").json()["client"]["scopes"] == [scope["id"]]
    changes = {
        "advertised": True,
        "allows_refresh_token": False,
        "required_domains": ["Lab.example.org"],
        "dependent_scopes": [needs(scope_id(manager, TRANSFER_ALL), refresh=True)],
    }
    changed = manager("PUT", path, {"scope": {**changes, "scope_suffix": "images"}}).json()["scope"]
    assert changed == {
        **scope,
        **changes,
        "scope_string": f"https://auth.globus.org/scopes/{service['id']}/images",
        "required_domains": ["lab.example.org"],
    }
    assert manager("PUT", path, {"scope": {"name": "Images"}}).json()["scope"] == {
        **changed,
        "name": "Images",
    }
    emptied: dict[str, list[str]] = {"required_domains": [], "dependent_scopes": []}
    assert manager("PUT", path, {"scope": emptied}).json()["scope"]["dependent_scopes"] == []
    assert manager("DELETE", path).json()["scope"]["id"] == scope["id"]
    assert manager("GET", path).status_code == 404


def test_scopes_are_listed_and_looked_up(manager: Api, service: dict[str, Any]) -> None:
    view = define(manager, service)
    edit = define(manager, service, scope_suffix="edit")
    assert manager("GET", "scopes").json() == {"scopes": [edit, view]}
    assert manager("GET", "scopes", ids=view["id"].upper()).json() == {"scopes": [view]}
    both = manager("GET", "scopes", ids=f"{view['id']},{edit['id']},{new_id()}")
    assert both.json() == {"scopes": [edit, view]}
    by_string = manager("GET", "scopes", scope_strings=f"{TRANSFER_ALL},{edit['scope_string']}")
    assert [scope["scope_string"] for scope in by_string.json()["scopes"]] == [
        edit["scope_string"],
        TRANSFER_ALL,
    ]
    assert manager("GET", "scopes", ids="x", scope_strings="y").status_code == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"description": ""},
        {"scope_suffix": "a/b"},
        {"scope_suffix": "View"},
        {"scope_suffix": None},
        {"required_domains": ["no domain"]},
        {"dependent_scopes": [{"scope": "x"}]},
        {"dependent_scopes": [{"scope": new_id()}]},
        {"dependent_scopes": [{"scope": "00000000-0000-4000-8000-00000000000a"}] * 2},
    ],
)
def test_scopes_that_make_no_sense_are_refused(
    manager: Api, service: dict[str, Any], fields: dict[str, Any]
) -> None:
    answer = manager("POST", f"clients/{service['id']}/scopes", {"scope": {**VIEW, **fields}})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "BAD_REQUEST")
    assert manager("GET", "scopes").json() == {"scopes": []}


def test_a_suffix_is_free_once(manager: Api, service: dict[str, Any]) -> None:
    define(manager, service)
    edit = define(manager, service, scope_suffix="edit")
    again = manager("POST", f"clients/{service['id']}/scopes", {"scope": VIEW})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "CONFLICT")
    path = f"scopes/{edit['id']}"
    assert manager("PUT", path, {"scope": {"scope_suffix": "view"}}).status_code == 409
    assert manager("PUT", path, {"scope": {"scope_suffix": "edit"}}).status_code == 200


def test_a_scope_does_not_depend_on_itself(manager: Api, service: dict[str, Any]) -> None:
    scope = define(manager, service)
    changes = {"scope": {"dependent_scopes": [needs(scope["id"])]}}
    assert manager("PUT", f"scopes/{scope['id']}", changes).status_code == 400


def test_public_apps_serve_no_scopes(person: Person, manager: Api) -> None:
    client = new_client(manager, new_project(manager, person), public_client=True)
    answer = manager("POST", f"clients/{client['id']}/scopes", {"scope": VIEW})
    assert answer.status_code == 400


def test_a_client_manages_its_own_scopes(
    server: AuthServer, manager: Api, service: dict[str, Any]
) -> None:
    path = f"clients/{service['id']}/credentials"
    secret = manager("POST", path, {"credential": {"name": "x"}}).json()["credential"]["secret"]
    itself = Api(server, auth=(service["id"], secret))
    scope = define(itself, service)
    assert itself("GET", "scopes").json() == {"scopes": [scope]}


def test_others_scopes_are_out_of_reach_unless_advertised(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    scope = define(manager, service)
    path = f"scopes/{scope['id']}"
    eve = other_person(server)
    api = Api(server, server.log_in(eve, scope=f"openid {MANAGE_PROJECTS}")["access_token"])
    hers = new_client(api, new_project(api, eve), public_client=False)
    depending = {**VIEW, "dependent_scopes": [needs(scope["id"])]}
    for method, where, body in (
        ("GET", path, None),
        ("PUT", path, {"scope": {"name": "mine"}}),
        ("DELETE", path, None),
        ("POST", f"clients/{service['id']}/scopes", {"scope": {**VIEW, "scope_suffix": "x"}}),
    ):
        assert api(method, where, body).status_code == 404, (method, where)
    assert api("GET", "scopes", ids=scope["id"]).json() == {"scopes": []}
    assert api("POST", f"clients/{hers['id']}/scopes", {"scope": depending}).status_code == 400

    manager("PUT", path, {"scope": {"advertised": True}})
    assert api("GET", path).json()["scope"]["id"] == scope["id"]
    assert api("GET", "scopes").json() == {"scopes": []}
    assert api("PUT", path, {"scope": {"name": "mine"}}).status_code == 404
    assert api("DELETE", path).status_code == 404
    assert api("POST", f"clients/{hers['id']}/scopes", {"scope": depending}).status_code == 201


def test_scopes_need_a_scope(server: AuthServer, person: Person) -> None:
    api = Api(server, server.log_in(person, scope="openid")["access_token"])
    answer = api("GET", "scopes")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "FORBIDDEN")
    assert Api(server)("GET", "scopes").status_code == 401
    view = "urn:globus:auth:scope:auth.globus.org:view_clients_and_scopes"
    viewer = Api(server, server.log_in(person, scope=view)["access_token"])
    assert viewer("GET", "scopes").json() == {"scopes": []}
    assert viewer("POST", f"clients/{new_id()}/scopes", {"scope": VIEW}).status_code == 403


def test_an_app_asks_for_a_defined_scope_and_what_it_needs(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    needed, on_demand = scope_id(manager, TRANSFER_ALL), scope_id(manager, GROUPS_ALL)
    scope = define(
        manager, service, dependent_scopes=[needs(needed), needs(on_demand, optional=True)]
    )["scope_string"]
    browser = server.browser()
    browser.open(server.authorize_url(scope=scope))
    page = browser.sign_in(person.username, person.password).text
    assert "See the images" in page
    assert "Transfer, share and manage your files" in page
    assert "See and manage your groups" not in page
    assert "while you are away" not in page
    browser.submit({"decision": "allow"})
    tokens = server.exchange(browser.answer()["code"]).json()
    assert (tokens["resource_server"], tokens["scope"]) == (service["id"], scope)
    assert tokens["other_tokens"] == []

    browser.open(server.authorize_url(scope=f"{scope}[{GROUPS_ALL}]"))
    assert "See and manage your groups" in browser.response.text
    assert "Transfer, share" not in browser.response.text


def test_what_a_service_needs_while_one_is_away_is_asked_so(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    dependent = [needs(scope_id(manager, TRANSFER_ALL), refresh=True)]
    scope = define(manager, service, dependent_scopes=dependent)["scope_string"]
    browser = server.browser()
    browser.open(server.authorize_url(scope=f"openid {scope}"))
    assert "while you are away" in browser.sign_in(person.username, person.password).text
    browser.submit({"decision": "allow"})
    tokens = server.exchange(browser.answer()["code"]).json()
    assert "refresh_token" not in tokens["other_tokens"][0]
    api = Api(server, tokens["access_token"])
    consents = api("GET", f"identities/{person.id}/consents").json()["consents"]
    found = {c["scope_name"]: c["allows_refresh"] for c in consents}
    assert found.items() >= {"openid": False, scope: False, TRANSFER_ALL: True}.items()


def test_a_scope_without_refresh_tokens_gives_none(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    scope = define(manager, service, allows_refresh_token=False)["scope_string"]
    tokens = server.log_in(person, scope=f"openid {scope}", access_type="offline")
    assert "refresh_token" in tokens
    assert "refresh_token" not in tokens["other_tokens"][0]


def test_a_deleted_scope_is_unknown_and_its_consents_are_gone(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    scope = define(manager, service)
    asked = {"scope": f"openid {scope['scope_string']}", "access_type": "offline"}
    tokens = server.log_in(person, **asked)
    manager("DELETE", f"scopes/{scope['id']}")
    refused = server.refresh(tokens["other_tokens"][0]["refresh_token"])
    assert refused.json()["error"] == "invalid_grant"
    browser = server.browser()
    browser.open(server.authorize_url(**asked))
    assert browser.answer()["error"] == "invalid_scope"


def test_a_required_domain_keeps_others_out(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    """Ada's username ends in the domain, but nobody vouches for that."""
    scope = define(manager, service, required_domains=["example.org"])["scope_string"]
    browser = server.browser()
    browser.open(server.authorize_url(scope=scope))
    browser.sign_in(person.username, person.password)
    assert browser.answer()["error"] == "access_denied"


def test_a_client_with_an_identity_in_the_domain_comes_in(
    server: AuthServer, manager: Api, service: dict[str, Any]
) -> None:
    path = f"clients/{service['id']}/credentials"
    secret = manager("POST", path, {"credential": {"name": "x"}}).json()["credential"]["secret"]
    mine = define(manager, service, required_domains=["clients.auth.globus.org"])["scope_string"]
    theirs = define(manager, service, scope_suffix="x", required_domains=["example.org"])
    form = {"grant_type": "client_credentials", "scope": mine}
    assert server.token(form, auth=(service["id"], secret)).status_code == 200
    form["scope"] = theirs["scope_string"]
    refused = server.token(form, auth=(service["id"], secret))
    assert refused.json()["error"] == "access_denied"


def test_services_cannot_ask_for_a_forest_without_end(
    manager: Api, service: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MAX_SCOPES", 2)
    below = define(manager, service, scope_suffix="a")
    above = define(manager, service, scope_suffix="b", dependent_scopes=[needs(below["id"])])
    top = {**VIEW, "scope_suffix": "c", "dependent_scopes": [needs(above["id"])]}
    answer = manager("POST", f"clients/{service['id']}/scopes", {"scope": top})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "INVALID_SCOPE")
    assert len(manager("GET", "scopes").json()["scopes"]) == 2


def test_scopes_go_with_their_client(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    scope = define(manager, service)
    manager("DELETE", f"clients/{service['id']}")
    assert manager("GET", f"scopes/{scope['id']}").status_code == 404


def test_changes_are_in_the_audit_trail(
    server: AuthServer, person: Person, manager: Api, service: dict[str, Any]
) -> None:
    scope = define(manager, service)
    manager("PUT", f"scopes/{scope['id']}", {"scope": {"scope_suffix": "images"}})
    manager("DELETE", f"scopes/{scope['id']}")
    with server.database.read() as session:
        query = select(AuditEvent).where(AuditEvent.event.startswith("scope."))
        trail = session.scalars(query.order_by(AuditEvent.id)).all()
    assert [event.event for event in trail] == ["scope.created", "scope.updated", "scope.deleted"]
    assert {(event.actor, event.client, event.target) for event in trail} == {
        (person.id, TUTORIAL_CLIENT_ID, scope["id"])
    }
    assert trail[1].detail["scope_string"].endswith("/images")
