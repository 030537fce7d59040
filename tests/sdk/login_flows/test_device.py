"""Logging in by a code that is typed on another machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from globus_sdk import (
    AsyncNativeAppAuthClient,
    AuthAPIError,
    ConfidentialAppAuthClient,
    GlobusSDKUsageError,
    NativeAppAuthClient,
    NetworkError,
)
from globus_sdk.gare import GlobusAuthorizationParameters
from globus_sdk.login_flows import DeviceLoginError, DeviceLoginFlowManager
from globus_sdk.login_flows.device_login_flow_manager import _Poll

from ..recording import Answer, RecordingServer, Request

PARAMETERS = GlobusAuthorizationParameters(
    required_scopes=["openid", "email"],
    prompt="login",
    session_required_identities=["a", "b"],
    session_required_mfa=True,
)
TOKENS = {
    "access_token": "at",
    "scope": "openid",
    "expires_in": 60,
    "token_type": "Bearer",
    "resource_server": "auth.globus.org",
    "other_tokens": [],
}
DEVICE = {
    "device_code": "secret",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://auth.example/device",
    "expires_in": 60,
    "interval": 0.01,
}


def refusal(word: str, status: int = 400) -> Answer:
    return Answer({"error": word}, status)


class Service:
    """Has a login by device code, whose polls are answered one after the other."""

    def __init__(self, server: RecordingServer) -> None:
        self.url = server.url
        self.polls: list[Answer | dict[str, Any]] = []
        self.device = dict(DEVICE)
        self.forms: list[dict[str, str]] = []
        self.offers = True
        server.respond = self.respond

    def respond(self, request: Request) -> Answer | dict[str, Any]:
        if request.path.endswith("openid-configuration"):
            endpoint = {"device_authorization_endpoint": f"{self.url}begin"}
            return endpoint if self.offers else {"issuer": "x"}
        self.forms.append(request.form())
        return self.device if request.path == "/begin" else self.polls.pop(0)


@pytest.fixture
def service(server: RecordingServer) -> Service:
    return Service(server)


@pytest.fixture
def manager(service: Service) -> Iterator[DeviceLoginFlowManager]:
    with NativeAppAuthClient("id", base_url=service.url) as client:
        yield DeviceLoginFlowManager(client, native_prefill_named_grant="a on b")


def test_it_shows_a_code_and_waits(
    manager: DeviceLoginFlowManager, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.polls = [refusal("authorization_pending"), refusal("authorization_pending"), TOKENS]
    tokens = manager.run_login_flow(PARAMETERS)
    assert tokens.by_resource_server["auth.globus.org"]["access_token"] == "at"
    printed = capsys.readouterr().out
    assert "https://auth.example/device" in printed
    assert "WDJB-MJHT" in printed
    begun, *polled = service.forms
    assert begun.pop("code_challenge")
    assert begun == {
        "client_id": "id",
        "prefill_named_grant": "a on b",
        "scope": "openid email",
        "access_type": "online",
        "code_challenge_method": "S256",
        "prompt": "login",
        "session_required_identities": "a,b",
        "session_required_mfa": "True",
    }
    assert len(polled) == 3
    assert polled[0].pop("code_verifier")
    assert polled[0] == {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "device_code": "secret",
        "client_id": "id",
    }


def test_the_same_for_asyncio(service: Service) -> None:
    service.polls = [refusal("authorization_pending"), TOKENS]

    async def main() -> None:
        async with AsyncNativeAppAuthClient("id", base_url=service.url) as client:
            tokens = await DeviceLoginFlowManager(client).run_login_flow_async(PARAMETERS)
        assert list(tokens.by_resource_server) == ["auth.globus.org"]

    asyncio.run(main())
    assert len(service.forms) == 3


def test_a_client_with_a_secret_authenticates(service: Service, server: RecordingServer) -> None:
    service.polls = [TOKENS]
    with ConfidentialAppAuthClient("id", "secret", base_url=service.url) as client:
        DeviceLoginFlowManager(client, request_refresh_tokens=True).run_login_flow(PARAMETERS)
    assert service.forms[0]["access_type"] == "offline"
    assert not any("client_id" in form for form in service.forms)
    assert all(r.headers["Authorization"].startswith("Basic ") for r in server.requests[1:])


@pytest.mark.parametrize(
    ("word", "says"), [("access_denied", "denied"), ("expired_token", "in time")]
)
def test_how_it_can_end(
    manager: DeviceLoginFlowManager, service: Service, word: str, says: str
) -> None:
    service.polls = [refusal(word)]
    with pytest.raises(DeviceLoginError, match=says):
        manager.run_login_flow(PARAMETERS)


def test_a_service_that_goes_on_for_ever_does_not_keep_us(
    manager: DeviceLoginFlowManager, service: Service
) -> None:
    service.device["expires_in"] = 0
    service.polls = [refusal("authorization_pending")]
    with pytest.raises(DeviceLoginError, match="in time"):
        manager.run_login_flow(PARAMETERS)


def test_other_errors_are_raised(manager: DeviceLoginFlowManager, service: Service) -> None:
    service.polls = [refusal("invalid_grant", 401)]
    with pytest.raises(AuthAPIError):
        manager.run_login_flow(PARAMETERS)


def test_a_service_without_it(manager: DeviceLoginFlowManager, service: Service) -> None:
    service.offers = False
    with pytest.raises(GlobusSDKUsageError, match="another login_flow_manager"):
        manager.run_login_flow(PARAMETERS)


def test_it_needs_scopes(manager: DeviceLoginFlowManager) -> None:
    with pytest.raises(GlobusSDKUsageError, match="needs scopes"):
        manager.run_login_flow(GlobusAuthorizationParameters())


def test_the_interval_grows(service: Service) -> None:
    poll = _Poll({}, interval=5, ends=float("inf"))
    service.polls = [refusal("slow_down")]
    with (
        NativeAppAuthClient("id", base_url=service.url) as client,
        pytest.raises(AuthAPIError) as slow_down,
    ):
        client.oauth2_token({"grant_type": "x"})
    poll.go_on_after(slow_down.value)
    assert poll.interval == 10
    poll.go_on_after(NetworkError("no way there", OSError()))
    assert poll.interval == 20
