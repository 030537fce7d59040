"""The pages in a real browser, with scripts off, as narrow as a telephone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from tools.chromium import PATH, launch

from tests.armillary.auth.conftest import AuthServer, Person, listen, serving
from tests.armillary.auth.test_device import begin, poll

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PATH is None, reason="make browser installs Chromium"),
]


@pytest.fixture
def page() -> Iterator[Page]:
    """A page without scripts, 320 pixels wide."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        context = chromium.new_context(
            java_script_enabled=False, viewport={"width": 320, "height": 640}
        )
        yield context.new_page()
        chromium.close()


@pytest.fixture
def app_url() -> Iterator[str]:
    """A native app that waits for its code on a loopback address."""

    async def show(request: Request) -> PlainTextResponse:
        return PlainTextResponse(" ".join(f"{k}={v}" for k, v in request.query_params.items()))

    listener = listen()
    with serving(Starlette(routes=[Route("/", show)]), listener):
        yield f"http://localhost:{listener.getsockname()[1]}"


def sign_in(page: Page, person: Person) -> None:
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", person.password)
    page.get_by_role("button", name="Sign in").click()


def test_a_native_app_gets_its_code(
    server: AuthServer, person: Person, page: Page, app_url: str
) -> None:
    """The redirect after each form passes the pages' content security policy."""
    page.goto(server.authorize_url(redirect_uri=app_url))
    sign_in(page, person)
    page.get_by_role("button", name="Allow").click()
    assert "code=" in page.inner_text("body")
    page.goto(server.authorize_url(redirect_uri=app_url, prompt="login"))
    sign_in(page, person)
    assert "code=" in page.inner_text("body")
    page.goto(server.authorize_url(redirect_uri=app_url, prompt="consent"))
    page.get_by_role("button", name="Deny").click()
    assert "error=access_denied" in page.inner_text("body")


def test_the_code_page_shows_the_code_alone(server: AuthServer, person: Person, page: Page) -> None:
    page.goto(server.authorize_url())
    sign_in(page, person)
    page.get_by_role("button", name="Allow").click()
    code = page.inner_text("#auth-code")
    assert server.exchange(code).status_code == 200


def test_the_pages_fit_a_telephone(server: AuthServer, person: Person, page: Page) -> None:
    page.goto(server.authorize_url())
    assert _width(page) <= 320
    page.get_by_role("link", name="Create an account").click()
    assert _width(page) <= 320
    page.get_by_role("link", name="I have an account").click()
    sign_in(page, person)
    assert page.get_by_role("heading", name="Allow Tutorial app?").is_visible()
    assert _width(page) <= 320


def test_a_device_is_connected_on_a_telephone(
    server: AuthServer, person: Person, page: Page
) -> None:
    device = begin(server)
    page.goto(device["verification_uri"])
    assert _width(page) <= 320
    page.get_by_label("Code").fill("BBBB-BBBB")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Code").fill(device["user_code"].lower())
    page.keyboard.press("Enter")
    sign_in(page, person)
    assert page.inner_text("#user-code") == device["user_code"]
    assert _width(page) <= 320
    page.get_by_role("button", name="Allow").click()
    assert page.get_by_role("heading", name="Your device is connected").is_visible()
    assert poll(server, device).status_code == 200


def _width(page: Page) -> float:
    boxes = [element.bounding_box() for element in page.locator("body *:visible").all()]
    return max(box["x"] + box["width"] for box in boxes if box is not None)
