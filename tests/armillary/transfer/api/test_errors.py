"""Every refusal is a Transfer error document with the right status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from armillary.core.ids import new_id
from armillary.transfer.api.context import LARGEST
from armillary.transfer.model import EntityType
from tests.armillary.transfer.api.world import new_world
from tests.armillary.transfer.conftest import TransferService

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def check(response: Any, status: int, code: str) -> str:
    document = response.json()
    assert (response.status_code, document["code"]) == (status, code)
    assert response.headers["content-type"] == "application/json"
    assert len(document["request_id"]) == 9
    assert document["resource"].startswith("/")
    message: str = document["message"]
    assert message
    return message


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer nobody's"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_valid_token(service: TransferService, headers: dict[str, str]) -> None:
    response = service.client.get("/v0.10/task_list", headers=headers)
    assert "log in" in check(response, 401, "ClientError.AuthenticationFailed")


def test_with_a_token_for_another_service(service: TransferService) -> None:
    wrong = service.person("eve", resource_server="auth.globus.org")
    response = service.client.get("/v0.10/task_list", headers=wrong.headers)
    check(response, 401, "ClientError.AuthenticationFailed")


def test_with_a_token_without_the_scope(service: TransferService) -> None:
    weak = service.person("eve", scope="urn:globus:auth:scope:transfer.api.globus.org:gcp_install")
    response = service.client.get("/v0.10/task_list", headers=weak.headers)
    check(response, 403, "PermissionDenied")


def test_numbers_end_where_those_of_databases_do(service: TransferService) -> None:
    document = service.client.get("/openapi.json").json()
    unbounded = [
        (path, parameter["name"])
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
        for kind in (parameter["schema"], *parameter["schema"].get("anyOf", ()))
        if kind.get("type") == "integer" and "maximum" not in kind
    ]
    assert unbounded == []
    ann = service.person("ann")
    url = "/v0.10/task_list?offset="
    assert service.client.get(f"{url}{LARGEST}", headers=ann.headers).json()["DATA"] == []
    response = service.client.get(f"{url}{LARGEST + 1}", headers=ann.headers)
    check(response, 400, "ClientError.BadRequest")


@pytest.mark.parametrize("name", ["nul \0", "half \ud800", "x" * 10_000])
def test_names_that_no_column_holds(service: TransferService, name: str) -> None:
    ann = service.person("ann")
    body = {"endpoint_id": service.collection(ann, "c"), "path": "/", "name": name}
    made = service.client.post("/v0.10/bookmark", data=json.dumps(body), headers=ann.headers)
    assert made.status_code in (201, 400), made.text


@pytest.mark.parametrize("text", ["a%00b", "%ED%A0%80"])
def test_queries_that_no_column_holds(service: TransferService, text: str) -> None:
    ann = service.person("ann")
    for query in ("endpoint_manager/task_list?filter_task_id=", "task_list?filter=label:"):
        found = service.client.get(f"/v0.10/{query}{text}", headers=ann.headers)
        assert found.status_code in (200, 400), found.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"/v0.10/endpoint/{UNKNOWN}", 404, "EndpointNotFound"),
        ("GET", "/v0.10/endpoint/nonsense", 400, "ClientError.BadRequest"),
        ("GET", f"/v0.10/operation/endpoint/{UNKNOWN}/ls", 404, "EndpointNotFound"),
        ("GET", f"/v0.10/task/{UNKNOWN}", 404, "TaskNotFound"),
        ("POST", f"/v0.10/task/{UNKNOWN}/cancel", 404, "TaskNotFound"),
        ("GET", "/v0.10/endpoint_notes", 501, "NotImplemented"),
        ("GET", "/v2/tunnels", 501, "NotImplemented"),
        ("GET", "/elsewhere", 404, "ClientError.NotFound"),
        ("DELETE", "/v0.10/task_list", 405, "ClientError.BadRequest"),
        ("GET", "/v0.10/endpoint_search", 400, "ClientError.BadRequest"),
        ("GET", "/v0.10/endpoint_search?filter_scope=mine", 400, "ClientError.BadRequest"),
        (
            "GET",
            "/v0.10/endpoint_search?filter_scope=in-use&limit=x",
            400,
            "ClientError.BadRequest",
        ),
        ("GET", "/v0.10/task_list?filter=colour:red", 400, "ClientError.BadRequest"),
        ("GET", "/v0.10/task_list?orderby=colour", 400, "ClientError.BadRequest"),
    ],
)
def test_refusals(service: TransferService, method: str, path: str, status: int, code: str) -> None:
    person = service.person("ann")
    response = service.client.request(method, path, headers=person.headers)
    check(response, status, code)


@pytest.mark.parametrize(
    "body", [b"{not json", b"[]", b'"text"', b"{}", b"null", b'{"DATA_TYPE": 1}']
)
@pytest.mark.parametrize("route", ["transfer", "delete"])
def test_bodies_that_are_no_submission(service: TransferService, route: str, body: bytes) -> None:
    headers = {**service.person("ann").headers, "Content-Type": "application/json"}
    response = service.client.post(f"/v0.10/{route}", data=body, headers=headers)
    check(response, 400, "ClientError.BadRequest")


def test_submission_without_items(service: TransferService) -> None:
    ann = service.person("ann")
    body = {
        "DATA_TYPE": "transfer",
        "submission_id": new_id(),
        "source_endpoint": UNKNOWN,
        "destination_endpoint": UNKNOWN,
        "DATA": [],
    }
    response = service.client.post("/v0.10/transfer", json=body, headers=ann.headers)
    assert check(response, 400, "ClientError.BadRequest.NoTransferItems") == (
        "A transfer requires at least one item"
    )


def test_missing_consent_names_the_scope(service: TransferService) -> None:
    ann = service.person("ann")
    mapped = service.collection(ann, "mapped", kind=EntityType.MAPPED)
    path = f"/v0.10/operation/endpoint/{mapped}/ls"
    response = service.client.get(path, headers=ann.headers)
    assert check(response, 403, "ConsentRequired") == "Missing required data_access consent"
    (scope,) = response.json()["required_scopes"]
    assert scope.endswith(f"[*https://auth.globus.org/scopes/{mapped}/data_access]")


def test_a_guest_of_somebody_else(service: TransferService) -> None:
    ann, eve = service.person("ann"), service.person("eve")
    shown, hidden = service.collection(ann, "c"), service.collection(ann, "d", public=False)
    for collection, status, code in (
        (shown, 403, "PermissionDenied"),
        (hidden, 404, "EndpointNotFound"),
    ):
        path = f"/v0.10/operation/endpoint/{collection}/ls"
        check(service.client.get(path, headers=eve.headers), status, code)


def test_a_collection_without_a_node_fails_in_a_way_clients_do_not_repeat(
    service: TransferService,
) -> None:
    ann = service.person("ann")
    collection = service.collection(ann, "c")
    path = f"/v0.10/operation/endpoint/{collection}/ls"
    response = service.client.get(path, headers=ann.headers)
    assert "No storage node" in check(response, 502, "EndpointError")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_is_gone_is_worth_another_try(
    service: TransferService, tmp_path: Path
) -> None:
    ann = service.person("ann")
    service.database.close()
    (tmp_path / "test.db").rename(tmp_path / "elsewhere.db")
    (tmp_path / "test.db").mkdir()
    response = service.client.get("/v0.10/task_list", headers=ann.headers)
    assert "Try again" in check(response, 503, "ServiceUnavailable")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_told_as_such_and_nothing_is_changed(service: TransferService) -> None:
    world = new_world(service)
    item = {"DATA_TYPE": "transfer_item", "source_path": "/a", "destination_path": "/b"}
    body = world.filled(
        {
            "DATA_TYPE": "transfer",
            "submission_id": new_id(),
            "source_endpoint": "{collection}",
            "destination_endpoint": "{collection}",
            "DATA": [item] * 5000,
        }
    )
    engine = service.database.engine
    least = {"pages": 1}

    @event.listens_for(engine, "checkout")
    def _limit(connection: Any, *_: Any) -> None:
        # Fewer pages than there are mean: as many as there are.
        connection.execute(f"PRAGMA max_page_count={least['pages']}")

    owner = world.people["owner"]
    refused = service.call(owner, "POST", "/transfer", body)
    assert (refused["http"], refused["code"]) == (503, "ServiceUnavailable")
    assert "full; nothing was changed" in refused["message"]
    before = service.call(owner, "GET", "/task_list")["total"]
    least["pages"] = 1 << 30
    accepted = service.call(owner, "POST", "/transfer", body)
    assert (accepted["http"], accepted["code"]) == (202, "Accepted")
    assert service.call(owner, "GET", "/task_list")["total"] == before + 1
