"""``armillary admin clients``."""

from __future__ import annotations

import pytest

from armillary.auth.seed import TUTORIAL_CLIENT_ID
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.cli.admin.conftest import Admin


@pytest.fixture
def client_id(manager: Api, person: Person) -> str:
    project = new_project(manager, person)
    found: str = new_client(manager, project, client_type="confidential_client")["id"]
    return found


def get_token(server: AuthServer, client_id: str, secret: str) -> int:
    form = {"grant_type": "client_credentials", "scope": "openid"}
    return server.token(form, (client_id, secret)).status_code


def test_clients_are_listed_and_shown(admin: Admin, client_id: str) -> None:
    (listed,) = admin.json("clients", "list", "--search", "my app")["clients"]
    assert listed["id"] == client_id
    assert admin.json("clients", "list", "--limit", "1", "--after", "f" * 36)["clients"] == []
    assert admin.json("clients", "show", client_id)["credentials"] == []
    assert "My app" in admin.run("clients", "list").stdout


def test_secrets_are_exchanged(admin: Admin, server: AuthServer, client_id: str) -> None:
    first = admin.json("clients", "rotate-secret", client_id)["secret"]
    second = admin.json("clients", "rotate-secret", client_id, "--keep")["secret"]
    assert [get_token(server, client_id, s) for s in (first, second)] == [200, 200]
    third = admin.json("clients", "rotate-secret", client_id)["secret"]
    found = [get_token(server, client_id, s) for s in (first, second, third)]
    assert found == [401, 401, 200]
    trail = str(admin.json("audit", "list"))
    assert not any(secret in trail for secret in (first, second, third))
    refused = admin.run("clients", "rotate-secret", TUTORIAL_CLIENT_ID)
    assert (refused.exit_code, "can't keep a secret" in refused.output) == (1, True)


def test_a_disabled_client_does_nothing_any_more(
    admin: Admin, server: AuthServer, person: Person, client_id: str
) -> None:
    secret = admin.json("clients", "rotate-secret", client_id)["secret"]
    tokens = server.log_in(person, access_type="offline")
    for one in (client_id, TUTORIAL_CLIENT_ID):
        assert admin.json("clients", "disable", one)["disabled"] is True
    assert get_token(server, client_id, secret) == 401
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    form = {"client_id": TUTORIAL_CLIENT_ID, "scope": "openid"}
    assert server.post("device_authorization", form).status_code == 401
    page = server.browser().open(server.authorize_url())
    assert (page.status_code, "have disabled" in page.text) == (400, True)
    for one in (client_id, TUTORIAL_CLIENT_ID):
        admin.json("clients", "enable", one)
    assert get_token(server, client_id, secret) == 200
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    server.log_in(person)


def test_a_client_is_deleted(admin: Admin, server: AuthServer, client_id: str) -> None:
    kept = admin.run("clients", "delete", client_id, stdin="n\n")
    assert kept.exit_code == 1
    assert admin.json("clients", "delete", client_id, "--yes")["id"] == client_id
    assert admin.run("clients", "show", client_id).exit_code == 1
    (event,) = admin.events("client.deleted")
    assert (event["actor"], event["target"]) == ("operator", client_id)
