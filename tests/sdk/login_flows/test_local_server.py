"""Logging in with a browser that comes back to this machine."""

from __future__ import annotations

import asyncio
import datetime
import socket
import webbrowser
from collections.abc import Iterator
from string import Template
from typing import Any

import pytest

from globus_sdk import AsyncNativeAppAuthClient, GlobusError, NativeAppAuthClient
from globus_sdk.gare import GlobusAuthorizationParameters
from globus_sdk.login_flows import (
    LocalServerEnvironmentalLoginError,
    LocalServerLoginError,
    LocalServerLoginFlowManager,
)
from globus_sdk.login_flows.local_server_login_flow_manager import local_server

from ..globus_app.auth_server import AuthServer, secret
from ..recording import RecordingServer
from .browsing import Browser

PARAMETERS = GlobusAuthorizationParameters(required_scopes=["openid"], session_message="m")
CODE = "/?code=" + secret(scope="openid", identity="me")


@pytest.fixture
def client(server: RecordingServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    server.respond = AuthServer(server.url).respond
    monkeypatch.setenv("GLOBUS_SDK_SERVICE_URL_AUTH", f"{server.url}place/auth/")
    with NativeAppAuthClient("id") as native:
        yield native


def test_the_code_is_taken_from_the_browser(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(CODE).install(monkeypatch)
    manager = LocalServerLoginFlowManager(
        client, request_refresh_tokens=True, native_prefill_named_grant="label"
    )
    tokens = manager.run_login_flow(PARAMETERS)
    assert tokens.by_resource_server["auth.globus.org"]["access_token"] == "at-auth.globus.org-1"
    assert browser.asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert (browser.asked["access_type"], browser.asked["prefill_named_grant"]) == (
        "offline",
        "label",
    )
    assert browser.asked["session_message"] == "m"
    status, page, headers = browser.shown[0]
    assert (status, "You are logged in" in page) == (200, True)
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_other_visits_change_nothing(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser("/favicon.ico", "/", "/?state=x", "/other?code=x", CODE).install(monkeypatch)
    LocalServerLoginFlowManager(client).run_login_flow(PARAMETERS)
    assert [status for status, *_ in browser.shown] == [404, 404, 404, 404, 200]


def test_a_refusal_is_told_to_both(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser("/?error=access_denied&error_description=No+%3Cb%3E").install(monkeypatch)
    with pytest.raises(LocalServerLoginError, match=r"^The login failed: No <b>$"):
        LocalServerLoginFlowManager(client).run_login_flow(PARAMETERS)
    assert "No &lt;b&gt;" in browser.shown[0][1]
    browser = Browser("/?error=access_denied").install(monkeypatch)
    with pytest.raises(GlobusError, match="access_denied"):
        LocalServerLoginFlowManager(client).run_login_flow(PARAMETERS)


def test_ones_own_page(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(CODE).install(monkeypatch)
    page = Template("$login_result: $post_login_message")
    LocalServerLoginFlowManager(client, html_template=page).run_login_flow(PARAMETERS)
    assert browser.shown[0][1].startswith("You are logged in: You can close")


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_a_remote_session_has_no_browser(
    client: Any, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    Browser(CODE).install(monkeypatch)
    monkeypatch.setenv(variable, "x")
    with pytest.raises(LocalServerEnvironmentalLoginError, match="command line"):
        LocalServerLoginFlowManager(client).run_login_flow(PARAMETERS)


def test_without_a_browser_the_terminal_is_named(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_browser = pytest.raises(LocalServerEnvironmentalLoginError, match="command line")
    manager = LocalServerLoginFlowManager(client)
    Browser(opens=False).install(monkeypatch)
    with no_browser:
        manager.run_login_flow(PARAMETERS)
    Browser(CODE).install(monkeypatch).name = "/usr/bin/lynx"
    with no_browser:
        manager.run_login_flow(PARAMETERS)

    def get() -> None:
        raise webbrowser.Error("none")

    monkeypatch.setattr(webbrowser, "get", get)
    with no_browser:
        manager.run_login_flow(PARAMETERS)


def test_nobody_logs_in(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Browser().install(monkeypatch)
    short = datetime.timedelta(seconds=0.01)
    monkeypatch.setattr(local_server.RedirectHTTPServer, "WAIT_TIMEOUT", short)
    with pytest.raises(LocalServerLoginError, match="start the login again"):
        LocalServerLoginFlowManager(client).run_login_flow(PARAMETERS)


def test_an_error_in_the_server_ends_the_login(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(Browser):
        def _visit(self) -> None:
            try:
                super()._visit()
            except ConnectionError:
                self._shown.append((0, "", None))

    browser = Broken(CODE).install(monkeypatch)
    page = Template("$unknown")
    with pytest.raises(LocalServerLoginError, match="unknown") as raised:
        LocalServerLoginFlowManager(client, html_template=page).run_login_flow(PARAMETERS)
    assert isinstance(raised.value.__cause__, KeyError)
    assert browser.shown == [(0, "", None)]


def test_the_server_can_be_used_by_itself(client: Any) -> None:
    with LocalServerLoginFlowManager(client).background_local_server() as server:
        port = server.server_port
        server.return_code("code")
        assert server.wait_for_code() == "code"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_a_coroutine_can_wait_and_give_up(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main(browser: Browser, give_up: bool) -> Any:
        async with AsyncNativeAppAuthClient("id") as native:
            manager = LocalServerLoginFlowManager(native)
            login = asyncio.ensure_future(manager.run_login_flow_async(PARAMETERS))
            if give_up:
                while not browser.asked:
                    await asyncio.sleep(0.001)
                login.cancel()
            return await login

    tokens = asyncio.run(main(Browser(CODE).install(monkeypatch), False))
    assert "auth.globus.org" in tokens.by_resource_server
    browser = Browser().install(monkeypatch)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main(browser, True))
    port = int(browser.asked["redirect_uri"].rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
