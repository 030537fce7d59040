"""Apps against the real Auth service: in the terminal and in a browser, with tokens that last."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from armillary.cli.tutorial.signin import authorization_code
from globus_sdk import (
    AsyncTransferClient,
    AsyncUserApp,
    AuthClient,
    GlobusAppConfig,
    TransferClient,
    UserApp,
)
from globus_sdk.gare import GlobusAuthorizationParameters
from globus_sdk.login_flows import CommandLineLoginFlowManager, LocalServerLoginError
from tests.e2e.pages import sign_in_if_asked
from tests.e2e.services import CLIENT_ID, Services, start

TRANSFER = "transfer.api.globus.org"


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Services of our own: what the demo user consents to here, others have to be asked for."""
    running = start(tmp_path_factory.mktemp("apps"))
    yield running
    assert running.stop() == 0


@pytest.fixture(autouse=True)
def place(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's machine that is pointed at the services."""
    for name, value in {**services.state["env"], "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return tmp_path / ".globus" / "app" / CLIENT_ID / "e2e" / "tokens.json"


class Demo(CommandLineLoginFlowManager):
    """The demo user, who opens the address and reads the code."""

    services: Services
    urls: list[str]

    def print_authorize_url(self, authorize_url: str) -> None:
        self.urls.append(authorize_url)

    def prompt_for_code(self) -> str:
        demo = self.services.state["demo"]
        return authorization_code(self.urls[-1], demo["username"], demo["password"])


@pytest.fixture
def config(services: Services) -> GlobusAppConfig:
    user: Any = type("User", (Demo,), {"services": services, "urls": []})
    return GlobusAppConfig(login_flow_manager=user, request_refresh_tokens=True)


def urls(config: GlobusAppConfig) -> list[str]:
    """Where the user was sent so far."""
    manager: Any = config.login_flow_manager
    found: list[str] = manager.urls
    return found


@pytest.fixture
def app(config: GlobusAppConfig) -> Iterator[UserApp]:
    with UserApp("e2e", client_id=CLIENT_ID, config=config) as made:
        yield made


def end_tokens(path: Path) -> None:
    """Let the stored access tokens have ended."""
    document = json.loads(path.read_text())
    for token in document["data"]["DEFAULT"].values():
        token["expires_at_seconds"] = 1
    path.write_text(json.dumps(document))


def test_a_login_in_the_terminal_lasts(
    app: UserApp, config: GlobusAppConfig, place: Path, services: Services
) -> None:
    with TransferClient(app=app) as client:
        assert app.login_required()
        assert client.task_list().http_status == 200
    assert len(urls(config)) == 1
    end_tokens(place)
    with (
        UserApp("e2e", client_id=CLIENT_ID, config=config) as again,
        TransferClient(app=again) as client,
    ):
        assert client.task_list().http_status == 200
        assert not again.login_required()
        token = again.token_storage.get_token_data(TRANSFER)
        again.logout()
        assert again.login_required()
    assert len(urls(config)) == 1
    with services.auth_client() as auth:
        assert token.refresh_token is not None
        for secret in (token.access_token, token.refresh_token):
            assert auth.oauth2_validate_token(secret)["active"] is False


def test_what_the_login_has_to_be_like_reaches_the_service(
    app: UserApp, config: GlobusAppConfig
) -> None:
    with AuthClient(app=app) as client:
        client.userinfo()
        wanted = GlobusAuthorizationParameters(prompt="login", session_message="Once more.")
        app.login(auth_params=wanted)
        assert client.userinfo()["sub"] == app.token_storage.identity_id
    assert "prompt=login" in urls(config)[1]
    assert "session_message=Once+more." in urls(config)[1]


def test_consent_to_a_collection_is_checked(
    app: UserApp, config: GlobusAppConfig, services: Services
) -> None:
    with TransferClient(app=app) as client:
        guest = client.get_endpoint(services.collections[0]["id"])
        client.add_app_data_access_scope(guest["mapped_collection_id"])
        assert app.login_required()
        assert client.task_list().http_status == 200
        assert not app.login_required()
    assert len(urls(config)) == 2
    assert "data_access" in urls(config)[1]


def test_an_app_for_asyncio(config: GlobusAppConfig, place: Path) -> None:
    async def main() -> None:
        app = AsyncUserApp("e2e", client_id=CLIENT_ID, config=config)
        async with app, AsyncTransferClient(app=app) as client:
            assert (await client.task_list()).http_status == 200
        end_tokens(place)
        app = AsyncUserApp("e2e", client_id=CLIENT_ID, config=config)
        async with app, AsyncTransferClient(app=app) as client:
            answers = await asyncio.gather(*(client.task_list() for _ in range(10)))
            assert [answer.http_status for answer in answers] == [200] * 10
            await app.logout(sweep=True)
            assert await app.login_required()

    asyncio.run(main())
    assert len(urls(config)) == 1


class Screen:
    """The machine's browser: tells where it was sent."""

    name = "chromium"

    def __init__(self) -> None:
        self.addresses: queue.Queue[str] = queue.Queue()

    def open(self, url: str, new: int = 0) -> bool:
        self.addresses.put(url)
        return True


class Login(threading.Thread):
    """A login that waits for the browser; this thread is the browser's."""

    def __init__(self, app: UserApp) -> None:
        super().__init__(daemon=True)
        self.app = app
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.app.login()
        except Exception as error:
            self.error = error

    def end(self) -> None:
        self.join(30)
        assert not self.is_alive()


@pytest.mark.browser
class TestBrowser:
    @pytest.fixture
    def screen(self, monkeypatch: pytest.MonkeyPatch) -> Screen:
        screen = Screen()
        monkeypatch.setattr(webbrowser, "get", lambda: screen)
        monkeypatch.setenv("DISPLAY", ":0")
        for name in ("SSH_CONNECTION", "SSH_TTY"):
            monkeypatch.delenv(name, raising=False)
        return screen

    @pytest.fixture(params=["local-server", "auto"])
    def app(self, request: pytest.FixtureRequest) -> Iterator[UserApp]:
        config = GlobusAppConfig(login_flow_manager=request.param, token_storage="memory")
        with UserApp("e2e", client_id=CLIENT_ID, config=config) as made:
            yield made

    def sign_in(self, page: Page, services: Services, url: str) -> None:
        demo = services.state["demo"]
        page.goto(url)
        sign_in_if_asked(page, demo["username"], demo["password"])

    def test_the_browser_brings_the_code(
        self, app: UserApp, services: Services, screen: Screen, page: Page
    ) -> None:
        client = TransferClient(app=app)
        login = Login(app)
        self.sign_in(page, services, screen.addresses.get(timeout=30))
        page.get_by_role("button", name="Allow").or_(
            page.get_by_text("You are logged in")
        ).wait_for()
        if page.get_by_role("button", name="Allow").is_visible():
            page.get_by_role("button", name="Allow").click()
        page.get_by_role("heading", name="You are logged in").wait_for()
        login.end()
        assert login.error is None
        with client:
            assert client.task_list().http_status == 200

    def test_who_denies_is_told_so(
        self, app: UserApp, services: Services, screen: Screen, page: Page
    ) -> None:
        app.add_scope_requirements({"auth.globus.org": "email"})
        login = Login(app)
        url = screen.addresses.get(timeout=30)
        self.sign_in(page, services, f"{url}&prompt=consent")
        page.get_by_role("button", name="Deny").click()
        page.get_by_role("heading", name="The login failed").wait_for()
        login.end()
        assert isinstance(login.error, LocalServerLoginError)
        assert app.login_required()
