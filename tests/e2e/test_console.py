"""Step 1 of the tutorial: registering an app in the developer console, as a person does."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from armillary.core.ids import is_uuid, new_id
from tests.e2e.pages import log_in, sign_in_if_asked
from tests.e2e.services import CLIENT_ID, Services
from tests.e2e.terminal import converse
from tests.e2e.test_tutorial_blocks import BLOCKS, HERE, Blocks

pytestmark = pytest.mark.browser

THICK_CLIENT = (
    "Register a thick client or script that will be installed and run by users on their devices."
)


@pytest.fixture
def sign_in(page: Page, services: Services) -> Callable[[], None]:
    """Sign in, and allow what is asked."""

    def sign_in() -> None:
        demo = services.state["demo"]
        sign_in_if_asked(page, demo["username"], demo["password"])
        allow = page.get_by_role("button", name="Allow")
        if allow.is_visible():
            allow.click()

    return sign_in


def open_console(page: Page, services: Services, sign_in: Callable[[], None]) -> None:
    page.goto(f"{services.base_url}/developers")
    page.get_by_role("link", name=THICK_CLIENT).click()
    sign_in()


def choose_project(page: Page, name: str) -> None:
    """Select the project if there is one of that name, else create it."""
    existing = page.get_by_role("radio", name=name, exact=True)
    if existing.count():
        existing.check()
    else:
        if page.get_by_role("radio").count():
            page.get_by_role("radio", name="Create a new project").check()
        page.get_by_label("Project name").fill(name)
        page.get_by_label("Contact e-mail").fill("demo@armillary.example")
    page.get_by_role("button", name="Continue").click()


def register(
    page: Page, services: Services, sign_in: Callable[[], None], project: str, app: str
) -> str:
    """All of step 1; the Client UUID."""
    open_console(page, services, sign_in)
    choose_project(page, project)
    expect(page.locator("input[name=password]")).to_be_visible()
    sign_in()
    page.get_by_label("App name").fill(app)
    page.get_by_role("button", name="Register App").click()
    expect(page.get_by_role("heading", name=app)).to_be_visible()
    return page.get_by_label("Client UUID").inner_text()


@pytest.mark.parametrize("blocks", BLOCKS)
def test_register_an_app_and_run_the_tutorial_with_it(
    page: Page, services: Services, sign_in: Callable[[], None], blocks: Blocks, tmp_path: str
) -> None:
    client_id = register(page, services, sign_in, "My first project", f"Tutorial {tmp_path}"[-60:])
    assert is_uuid(client_id)
    copy = page.get_by_role("button", name="Copy")
    expect(copy).to_be_visible()

    demo = services.state["demo"]
    code = f"""
for path in {[str(path) for path in blocks.basic]!r}:
    source = open(path).read().replace({CLIENT_ID!r}, {client_id!r})
    exec(compile(source, path, 'exec'), globals())
"""
    printed = converse(
        [sys.executable, "-u", str(HERE / "run_blocks.py"), "--", code],
        services.client_environment(),
        lambda url: log_in(page, url, demo["username"], demo["password"]),
    )
    assert client_id in printed
    for collection in services.collections:
        assert collection["id"] in printed


def test_the_copy_button_copies(
    page: Page, services: Services, sign_in: Callable[[], None]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    client_id = register(page, services, sign_in, "Copying", "Copied app")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == client_id


def test_reload_and_back_button_make_no_second_app(
    page: Page, services: Services, sign_in: Callable[[], None]
) -> None:
    client_id = register(page, services, sign_in, "Going back", "Only once")
    page.reload()
    assert page.get_by_label("Client UUID").inner_text() == client_id
    page.go_back()
    page.get_by_label("App name").fill("Only once")
    page.get_by_role("button", name="Register App").click()
    assert page.get_by_label("Client UUID").inner_text() == client_id
    page.get_by_role("link", name="Your apps").click()
    expect(page.get_by_role("link", name="Only once")).to_have_count(1)


@pytest.mark.parametrize("name", ["   ", "x" * 300, "bad\u0000name"])
def test_a_bad_name_is_explained_and_can_be_mended(
    page: Page, services: Services, sign_in: Callable[[], None], name: str
) -> None:
    open_console(page, services, sign_in)
    choose_project(page, "Bad names")
    sign_in()
    field = page.get_by_label("App name")
    field.evaluate("(e, v) => { e.removeAttribute('maxlength'); e.value = v; }", name)
    page.get_by_role("button", name="Register App").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("App name").fill("A good name")
    page.get_by_role("button", name="Register App").click()
    expect(page.get_by_role("heading", name="A good name")).to_be_visible()


def test_a_project_of_somebody_else_is_refused_clearly(
    page: Page, services: Services, sign_in: Callable[[], None]
) -> None:
    register(page, services, sign_in, "Mine", "Mine")
    open_console(page, services, sign_in)
    radio = page.get_by_role("radio", name="Mine", exact=True)
    radio.evaluate("e => { e.value = '00000000-0000-4000-8000-000000000000'; }")
    radio.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("You don't administer this project")


def test_an_app_that_does_not_exist(
    page: Page, services: Services, sign_in: Callable[[], None]
) -> None:
    page.goto(f"{services.base_url}/developers/apps/00000000-0000-4000-8000-000000000000")
    sign_in()
    expect(page.get_by_role("alert")).to_contain_text("does not exist")


def test_signing_out_forgets_the_session(
    page: Page, services: Services, sign_in: Callable[[], None]
) -> None:
    open_console(page, services, sign_in)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name=THICK_CLIENT)).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_denying_leads_to_a_clear_page(page: Page, services: Services) -> None:
    page.goto(f"{services.base_url}/developers/apps")
    page.get_by_role("link", name="Create an account").click()
    for label, text in {
        "Username": f"doubter-{new_id()}@example.org",
        "Your name": "A Doubter",
        "E-mail address": "doubter@example.org",
        "Password": "rather not, thank you",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("alert")).to_contain_text("not signed in")


def test_a_form_from_elsewhere_is_refused(
    page: Page, services: Services, sign_in: Callable[[], None]
) -> None:
    open_console(page, services, sign_in)
    page.locator("main input[name=csrf]").evaluate("e => { e.value = 'forged'; }")
    choose_project(page, "Forged")
    expect(page.get_by_role("alert")).to_contain_text("out of date")
