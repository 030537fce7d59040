"""A real browser, and the official command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tools.chromium import PATH, launch

from armillary.cli.tutorial.signin import authorization_code
from globus_sdk import AccessTokenAuthorizer, AuthClient
from globus_sdk.scopes import AuthScopes
from tests.e2e.command_line import CommandLine
from tests.e2e.services import Services


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless.

    Not for the whole run: while playwright is open, its event loop counts as the thread's, and
    other tests could not run one.
    """
    if PATH is None:
        pytest.skip("no Chromium here; install it with: make browser")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that nobody has used before."""
    context = chromium.new_context()
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def fresh_dir(tmp_path: Path) -> Path:
    """An empty data directory for services that a test starts itself."""
    return tmp_path / "data"


@pytest.fixture
def stranger(services: Services, tmp_path: Path) -> CommandLine:
    """A command line that nobody has logged in with."""
    home = tmp_path / "home"
    home.mkdir()
    return CommandLine(services, home)


@pytest.fixture
def globus(stranger: CommandLine) -> CommandLine:
    """The demo user's command line."""
    assert "successfully logged in" in stranger.sign_in("login")
    return stranger


@pytest.fixture
def auth(services: Services) -> Iterator[AuthClient]:
    """The demo user's access to projects and clients."""
    demo = services.state["demo"]
    with services.auth_client() as login:
        login.oauth2_start_flow(requested_scopes=["openid", AuthScopes.manage_projects])
        url = login.oauth2_get_authorize_url()
        code = authorization_code(url, demo["username"], demo["password"])
        token = login.oauth2_exchange_code_for_tokens(code)["access_token"]
    base_url = services.state["env"]["GLOBUS_SDK_SERVICE_URL_AUTH"]
    with AuthClient(authorizer=AccessTokenAuthorizer(token), base_url=base_url) as client:
        yield client


@pytest.fixture
def machine(auth: AuthClient, stranger: CommandLine) -> Iterator[CommandLine]:
    """A command line that acts for a client of its own, with a secret in its environment."""
    me = auth.userinfo()["sub"]
    project = auth.create_project("Nightly", "nightly@example.org", admin_ids=[me])["project"]
    client = auth.create_client("Robot", project["id"], public_client=False)["client"]
    credential = auth.create_client_credential(client["id"], "first")["credential"]
    stranger.variables |= {
        "GLOBUS_CLI_CLIENT_ID": client["id"],
        "GLOBUS_CLI_CLIENT_SECRET": credential["secret"],
    }
    yield stranger
    auth.delete_client(client["id"])
    auth.delete_project(project["id"])
