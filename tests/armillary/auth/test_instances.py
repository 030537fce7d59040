"""Clients made from templates, by anybody: bounded, and swept when nobody uses them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import update

from armillary.auth.clients.model import Client
from armillary.auth.clients.store import find_client
from armillary.auth.clients.unused import count_unused_instances, sweep_unused_instances
from armillary.auth.identities.store import find_identity
from armillary.auth.operator.retention import apply_retention
from armillary.auth.sessions.model import FailedLogin
from armillary.auth.sessions.throttle import INSTANCES
from armillary.core.clock import utcnow
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import AuthServer, Person

CLI = "95fdeba8-fac2-42bd-a357-e068d82ff78e"


def instance(server: AuthServer) -> requests.Response:
    body = {"client": {"name": "Laptop", "template_id": CLI}}
    return requests.post(f"{server.url}/v2/api/clients", json=body)


def made(server: AuthServer) -> tuple[str, tuple[str, str]]:
    """A client's id, and its credentials."""
    document = instance(server).json()
    client_id = document["client"]["id"]
    return client_id, (client_id, document["included"]["client_credential"]["secret"])


def age(server: AuthServer, days: int) -> None:
    with server.database.write() as session:
        session.execute(update(Client).values(created=utcnow() - timedelta(days=days)))


def sweep(server: AuthServer, days: int = 30) -> int:
    before = utcnow() - timedelta(days=days)
    with server.database.read() as session:
        counted = count_unused_instances(session, made_before=before)
    with server.database.write() as session:
        assert sweep_unused_instances(session, made_before=before) == counted
    return counted


def is_there(server: AuthServer, client_id: str) -> bool:
    with server.database.read() as session:
        client, identity = find_client(session, client_id), find_identity(session, client_id)
    assert (client is None) == (identity is None)
    return client is not None


def test_an_address_makes_so_many_and_no_more(server: AuthServer) -> None:
    statuses = [instance(server).status_code for _ in range(INSTANCES.per_subject)]
    assert set(statuses) == {201}
    refused = instance(server)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert refused.json()["errors"][0]["code"] == "TOO_MANY_REQUESTS"
    with server.database.write() as session:
        session.execute(update(FailedLogin).values(at=utcnow() - timedelta(minutes=16)))
    assert instance(server).status_code == 201


def test_nobody_signs_in_less_because_of_it(server: AuthServer, person: Person) -> None:
    for _ in range(INSTANCES.per_subject + 1):
        instance(server)
    assert server.log_in(person)["access_token"]


def test_what_nobody_used_goes_after_its_time(server: AuthServer) -> None:
    unused, _ = made(server)
    assert sweep(server) == 0
    age(server, 29)
    assert sweep(server) == 0
    age(server, 31)
    assert sweep(server) == 1
    assert not is_there(server, unused)


@pytest.mark.parametrize("use", ["login", "token", "child", "scope"])
def test_what_somebody_used_stays(server: AuthServer, person: Person, use: str) -> None:
    client_id, auth = made(server)
    api = Api(server, auth=auth)
    if use == "login":
        code = server.code(person, client_id=client_id, redirect_uri=server.code_page)
        assert server.exchange(code, client_id=client_id).status_code == 401  # it needs its secret
    elif use == "token":
        form = {"grant_type": "client_credentials", "scope": "openid"}
        assert server.token(form, auth).status_code == 200
    elif use == "child":
        body: dict[str, Any] = {"client": {"name": "child", "public_client": True}}
        assert api("POST", "clients", body).status_code == 201
    else:
        scope = {"name": "x", "description": "x", "scope_suffix": "x"}
        made_scope = api("POST", f"clients/{client_id}/scopes", {"scope": scope})
        assert made_scope.status_code == 201, made_scope.text
    age(server, 400)
    sweep(server)
    assert is_there(server, client_id)


def test_other_clients_stay(server: AuthServer, person: Person, manager: Api) -> None:
    client = new_client(manager, new_project(manager, person), public_client=False)
    age(server, 400)
    assert sweep(server) == 0
    assert is_there(server, client["id"])


def test_retention_sweeps_them(server: AuthServer) -> None:
    unused, _ = made(server)
    age(server, 31)
    for dry_run in (True, False):
        assert is_there(server, unused)
        report = apply_retention(server.database, server.settings, audit_days=0, dry_run=dry_run)
        assert report["deleted"]["unused_instances"] == 1
    assert not is_there(server, unused)


def test_a_child_gets_a_secret_only_if_it_can_keep_one(server: AuthServer) -> None:
    _, auth = made(server)
    api = Api(server, auth=auth)
    for public in (True, False):
        answer = api("POST", "clients", {"client": {"name": "child", "public_client": public}})
        assert answer.status_code == 201
        assert ("included" in answer.json()) is not public
