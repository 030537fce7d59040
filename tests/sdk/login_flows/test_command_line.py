"""Logging in in a terminal, and the choice between terminal and browser."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from globus_sdk import (
    AsyncNativeAppAuthClient,
    AsyncUserApp,
    ConfidentialAppAuthClient,
    GlobusAppConfig,
    GlobusSDKUsageError,
    NativeAppAuthClient,
    UserApp,
)
from globus_sdk.gare import GlobusAuthorizationParameters
from globus_sdk.login_flows import (
    AutomaticLoginFlowManager,
    CommandLineLoginFlowEOFError,
    CommandLineLoginFlowManager,
    LoginFlowManager,
)
from globus_sdk.login_flows.automatic_login_flow_manager import has_browser

from ..globus_app.auth_server import AuthServer, secret
from ..recording import RecordingServer
from .browsing import Browser

PARAMETERS = GlobusAuthorizationParameters(required_scopes=["openid"])
CODE = secret(scope="openid", identity="me")


@pytest.fixture(autouse=True)
def auth(server: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.respond = AuthServer(server.url).respond
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_AUTH", f"{server.url}place/auth/")


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: text)


def test_the_user_sees_an_address_and_types_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, f" {CODE} \n")
    with NativeAppAuthClient("id") as client:
        tokens = CommandLineLoginFlowManager(client).run_login_flow(PARAMETERS)
    assert list(tokens.by_resource_server) == ["auth.globus.org"]
    assert "/v2/oauth2/authorize?client_id=id" in capsys.readouterr().out


def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    app = UserApp("a", client_id="id", config=GlobusAppConfig(token_storage="memory"))
    with app, pytest.raises(CommandLineLoginFlowEOFError, match="in a terminal once"):
        app.login()


def test_a_login_needs_scopes() -> None:
    with NativeAppAuthClient("id") as client:
        manager = CommandLineLoginFlowManager(client)
        choices: list[list[str] | None] = [None, []]
        for scopes in choices:
            parameters = GlobusAuthorizationParameters(required_scopes=scopes)
            with pytest.raises(GlobusSDKUsageError, match="needs scopes"):
                manager.run_login_flow(parameters)


def test_ones_own_way_to_log_in_works_in_an_app_for_asyncio() -> None:
    class Mine(LoginFlowManager):
        def run_login_flow(self, auth_parameters: Any) -> Any:
            assert threading.current_thread() is not threading.main_thread()
            with NativeAppAuthClient("id") as client:
                client.oauth2_start_flow(auth_parameters.required_scopes)
                return client.oauth2_exchange_code_for_tokens(CODE)

    async def main() -> None:
        config = GlobusAppConfig(token_storage="memory", login_flow_manager=Mine(None))  # type: ignore[arg-type]
        async with AsyncUserApp("a", client_id="id", config=config) as app:
            await app.login()
            assert not await app.login_required()

    asyncio.run(main())


def test_an_error_of_a_login_reaches_the_coroutine(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(prompt: str) -> str:
        raise EOFError

    async def main() -> None:
        async with AsyncNativeAppAuthClient("id") as client:
            await CommandLineLoginFlowManager(client).run_login_flow_async(PARAMETERS)

    monkeypatch.setattr("builtins.input", nobody)
    with pytest.raises(CommandLineLoginFlowEOFError):
        asyncio.run(main())


def test_a_coroutine_that_is_cancelled_does_not_wait_for_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, answer, ended = threading.Event(), threading.Event(), threading.Event()

    def ask(prompt: str) -> str:
        asked.set()
        answer.wait()
        ended.set()
        raise EOFError

    async def main() -> None:
        async with AsyncNativeAppAuthClient("id") as client:
            manager = CommandLineLoginFlowManager(client)
            login = asyncio.ensure_future(manager.run_login_flow_async(PARAMETERS))
            await asyncio.to_thread(asked.wait)
            login.cancel()
            with pytest.raises(asyncio.CancelledError):
                await login

    monkeypatch.setattr("builtins.input", ask)
    asyncio.run(main())
    assert not ended.is_set()
    answer.set()
    assert ended.wait(10)


@pytest.mark.parametrize(
    ("environ", "platform", "modules", "there"),
    [
        ({"DISPLAY": ":0"}, "linux", (), True),
        ({"WAYLAND_DISPLAY": "w"}, "linux", (), True),
        ({}, "linux", (), False),
        ({"DISPLAY": ""}, "linux", (), False),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, "linux", (), False),
        ({"DISPLAY": ":0", "SSH_TTY": "x"}, "linux", (), False),
        ({"DISPLAY": ":0"}, "linux", ("ipykernel",), False),
        ({}, "darwin", (), True),
        ({}, "win32", (), True),
        ({"SSH_CONNECTION": "x"}, "darwin", (), False),
    ],
)
def test_where_a_browser_is(environ: Any, platform: str, modules: Any, there: bool) -> None:
    assert has_browser(environ, platform, modules) is there


def manager_of(client: Any, **options: Any) -> AutomaticLoginFlowManager:
    return AutomaticLoginFlowManager(client, **options)


def test_a_browser_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(f"/?code={CODE}").install(monkeypatch)
    config = GlobusAppConfig(token_storage="memory", login_flow_manager="auto")
    with UserApp("a", client_id="id", config=config) as app:
        app.login()
    assert browser.asked["prefill_named_grant"].startswith("a on ")


@pytest.mark.parametrize("why", ["no display", "does not open", "secret", "redirect"])
def test_the_terminal_is_used_otherwise(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(opens=False).install(monkeypatch)
    type_in(monkeypatch, CODE)
    client: Any = NativeAppAuthClient("id")
    options = {"redirect_uri": "http://r"} if why in ("secret", "redirect") else {}
    if why == "no display":
        monkeypatch.delenv("DISPLAY")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    elif why == "secret":
        client = ConfidentialAppAuthClient("id", "secret")
    with client:
        manager_of(client, **options).run_login_flow(PARAMETERS)
    assert bool(browser.asked) is (why == "does not open")
