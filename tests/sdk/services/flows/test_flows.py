from __future__ import annotations

import uuid
from typing import Any

import pytest

import globus_sdk
from globus_sdk import (
    AsyncSpecificFlowClient,
    FlowsAPIError,
    FlowsClient,
    SpecificFlowClient,
    ValidationError,
)
from globus_sdk.authorizers import GlobusAuthorizer
from globus_sdk.scopes import FlowsScopes, SpecificFlowScopes

from ...fakes import FakeApp
from ...recording import Answer, RecordingServer

FLOW = uuid.UUID(int=1)
USER = SpecificFlowScopes(FLOW).user
CLIENTS = [SpecificFlowClient, AsyncSpecificFlowClient]


@pytest.mark.parametrize("kind", CLIENTS)
def test_each_flow_has_scopes_of_its_own(kind: Any) -> None:
    client = kind(FLOW)
    assert client.flow_id == FLOW
    assert client.resource_server == client.scopes.resource_server == str(FLOW)
    assert client.default_scope_requirements == [USER]
    assert USER.endswith(f"{FLOW}/flow_00000000_0000_0000_0000_000000000001_user")
    assert FlowsClient.scopes is FlowsScopes


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_class_has_none(kind: Any) -> None:
    for name in ("user", "resource_server"):
        with pytest.raises(AttributeError, match="instances"):
            getattr(kind.scopes, name)
    with pytest.raises(AttributeError, match="instances"):
        kind.resource_server  # noqa: B018
    assert isinstance(kind.scopes, SpecificFlowScopes)


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_address_is_that_of_the_service(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kind(FLOW).base_url == FlowsClient().base_url
    assert kind(FLOW, environment="preview").base_url.startswith("https://preview.")
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_FLOWS", "http://flows.example/")
    assert kind(FLOW).base_url == "http://flows.example/"


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_app_is_asked_for_the_flow_and_its_collections(kind: Any) -> None:
    app = FakeApp()
    client = kind(FLOW, app=app)
    assert client.add_app_transfer_data_access_scope([uuid.UUID(int=2), "3" * 32]) is client
    first, second = (asked[str(FLOW)] for asked in app.requirements)
    assert first == [USER]
    access = [
        "*https://auth.globus.org/scopes/00000000-0000-0000-0000-000000000002/data_access",
        "*https://auth.globus.org/scopes/33333333-3333-3333-3333-333333333333/data_access",
    ]
    transfer = "*urn:globus:auth:scope:transfer.api.globus.org:all"
    assert second == [f"{USER}[{transfer}[{' '.join(access)}]]"]
    with pytest.raises(ValidationError, match="'x'"):
        client.add_app_transfer_data_access_scope("x")


def test_a_run_is_started_with_the_flows_token(server: RecordingServer) -> None:
    client = SpecificFlowClient(FLOW, authorizer=globus_sdk.AccessTokenAuthorizer("t"))
    client.base_url = server.url
    assert isinstance(client.authorizer, GlobusAuthorizer)
    client.run_flow({"a": 1}, label="l")
    (request,) = server.requests
    assert request.path == f"/flows/{FLOW}/run"
    assert request.headers["Authorization"] == "Bearer t"
    assert request.json() == {"body": {"a": 1}, "label": "l"}


@pytest.mark.parametrize(
    ("document", "code", "messages"),
    [
        ({"error": {"code": "FORBIDDEN", "detail": "d", "message": "m"}}, "FORBIDDEN", ["d"]),
        ({"error": {"code": "FORBIDDEN", "message": "m"}}, "FORBIDDEN", ["m"]),
        (
            {"error": {"code": "c", "detail": [{"msg": "a", "loc": ["x"]}, {"msg": "b"}, {}]}},
            "c",
            ["a", "b"],
        ),
        ({"error": {"code": "c", "message": "m", "detail": ["odd"]}}, "c", ["m"]),
        ({"error": {"code": 1, "detail": [{"msg": 2}]}}, None, []),
        ({"error": "odd"}, None, []),
        ({"detail": "Not Found"}, None, ["Not Found"]),
    ],
)
def test_errors(
    server: RecordingServer, document: Any, code: str | None, messages: list[str]
) -> None:
    server.respond = lambda request: Answer(document, status=422)
    with pytest.raises(FlowsAPIError) as caught:
        FlowsClient(base_url=server.url).list_flows()
    assert (caught.value.code, caught.value.messages) == (code, messages)
