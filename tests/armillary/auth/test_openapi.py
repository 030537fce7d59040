"""The OpenAPI document says what there is."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from fastapi.routing import iter_route_contexts

from armillary.auth.app import create_app
from armillary.auth.openapi.document import operations_of
from tests.armillary.auth.conftest import AuthServer
from tests.armillary.auth.routes import ENDPOINTS


@pytest.fixture
def document(server: AuthServer) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(f"{server.url}/openapi.json").json()
    return found


def test_the_tests_know_every_route(server: AuthServer) -> None:
    app = create_app(server.settings, server.database)
    app.state.parts.outbox.close()
    served = {
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
    }
    assert served == {(each.method, each.path) for each in ENDPOINTS}


def test_every_call_for_programs_is_described(document: dict[str, Any]) -> None:
    described = {(method.upper(), path) for path, method, _ in operations_of(document)}
    # Itself, and what the discovery document is for: the authorization endpoint is a page.
    itself = {("GET", "/openapi.json")}
    assert described == {(e.method, e.path) for e in ENDPOINTS if not e.is_page} - itself


def test_every_call_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations_of(document)]
    assert len(set(names)) == len(names)


def test_every_call_says_who_may_and_how_it_fails(document: dict[str, Any]) -> None:
    for path, method, operation in operations_of(document):
        open_to_all = path.startswith(("/.well-known/", "/jwk.json"))
        assert bool(operation["security"]) is not open_to_all, (method, path)
        assert ("401" in operation["responses"]) is not open_to_all, (method, path)
        assert "422" not in operation["responses"], "we answer 400"
        if method == "post" and path.startswith("/v2/oauth2/token"):
            (content,) = operation["requestBody"]["content"]
            assert content == "application/x-www-form-urlencoded"


def test_what_is_made_is_linked_to_what_takes_it(document: dict[str, Any]) -> None:
    operations = [operation for _, _, operation in operations_of(document)]
    links = [
        link["operationId"]
        for operation in operations
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) > 15
    assert set(links) <= {operation["operationId"] for operation in operations}


def test_it_names_the_server(server: AuthServer, document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": server.url}]


def test_a_wrong_method_is_told_which_are_right(server: AuthServer) -> None:
    answer = requests.delete(f"{server.url}/v2/oauth2/token")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert answer.json()["errors"][0]["status"] == "405"


def test_a_path_with_a_line_break_is_refused_in_our_words(server: AuthServer) -> None:
    answer = requests.get(f"{server.url}/v2/nowhere%0Aelse")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "NOT_FOUND")
