"""Every page in every state: the rules of WCAG, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page
from tools.npm_packages import fetch

from armillary.auth import app as auth_app
from armillary.auth.parts import AS_PAGE
from tests.armillary.console.site import Owner, Site, enter
from tests.armillary.console.states import AUTH, CONSOLE, HOME, STATES, State, World

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
LOCK = ROOT / "tests" / "e2e" / "axe" / "package-lock.json"
FOLDER = ROOT / ".venvs" / "axe"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
NARROW, WIDE = 320, 1280


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which `make test` has fetched already."""
    fetch(LOCK, FOLDER)
    return (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text()


def signed_in(chromium: Browser, site: Site, ada: Owner) -> Any:
    """The cookies of a browser in which Ada is signed in, and has allowed an app."""
    context = chromium.new_context()
    page = context.new_page()
    enter(page, site, ada.person)
    page.goto(site.auth.authorize_url())
    allow, code = page.get_by_role("button", name="Allow"), page.locator("#auth-code")
    allow.or_(code).wait_for()
    if allow.is_visible():
        allow.click()
    cookies = context.storage_state()
    context.close()
    return cookies


@pytest.fixture(scope="module")
def shared_session(chromium: Browser, site: Site, ada: Owner) -> Any:
    """Ada's session, for the states that leave it as it is."""
    return signed_in(chromium, site, ada)


@pytest.fixture
def world(
    chromium: Browser, site: Site, ada: Owner, request: pytest.FixtureRequest, state: State
) -> Iterator[World]:
    """A browser as the state wants it."""
    cookies = None
    if state.apart:
        cookies = signed_in(chromium, site, ada)
    elif state.signed_in:
        cookies = request.getfixturevalue("shared_session")
    context = chromium.new_context(storage_state=cookies, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield World(context.new_page(), site, ada, site.newcomer("New"))
    context.close()


def test_every_page_is_in_the_table(site: Site) -> None:
    console = {(CONSOLE, r.path) for r in site.routes("/developers") if "GET" in (r.methods or ())}
    auth = {
        (AUTH, route.path)
        for router in auth_app._ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        and "GET" in (route.methods or ())
        and AS_PAGE in route.dependencies
    }
    table = {(state.part, state.route) for state in STATES}
    assert table == console | auth | {(HOME, "/")}


def test_the_rules_find_what_is_wrong(page: Page, axe: str) -> None:
    page.set_content("<html><title>x</title><body><input><p style='color:#ccc'>faint</p></body>")
    assert {"label", "color-contrast", "html-has-lang"} <= set(violations(page, axe))
    page.set_viewport_size({"width": NARROW, "height": 640})
    page.set_content("<div style='width: 400px'>wide</div>")
    assert overflow(page) > 0


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_a_page_is_for_everybody(world: World, state: State, axe: str) -> None:
    page = world.page
    state.reach(world)
    assert page.locator("main h1").count() == 1, page.content()
    for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page, axe) == {}, (width, scheme)
        assert overflow(page) <= 0, (width, scheme)


def violations(page: Page, axe: str) -> dict[str, Any]:
    """What is against the rules, and where."""
    page.evaluate(axe)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return {v["id"]: [(n["html"], n["failureSummary"]) for n in v["nodes"]] for v in found}


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width
