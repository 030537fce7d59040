"""Registering an app with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from armillary.core.ids import is_uuid
from tests.armillary.console.site import HTTPS, Site

pytestmark = pytest.mark.browser

_MOST_STOPS = 40


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus, which has to be seen on it."""
    expect(target).to_be_visible()
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            width = target.evaluate("element => parseFloat(getComputedStyle(element).outlineWidth)")
            assert width >= 2, "the focus can't be seen"
            return
    raise AssertionError(f"Tab does not lead to {target}")


def type_into(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(text)


def sign_in(page: Page, username: str, password: str) -> None:
    # The form has the focus on its first field.
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type(username)
    type_into(page, "Password", password)
    page.keyboard.press("Enter")


def test_registering_a_portal_without_a_mouse(page: Page, site: Site) -> None:
    person = site.newcomer("Kay")
    page.goto(f"{site.console}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Register a portal"))
    page.keyboard.press("Enter")

    sign_in(page, person.username, person.password)
    tab_to(page, page.get_by_role("button", name="Allow"))
    page.keyboard.press("Space")
    type_into(page, "Project name", "Keys")
    type_into(page, "Contact e-mail", "kay@example.org")
    page.keyboard.press("Enter")
    sign_in(page, person.username, person.password)

    type_into(page, "App name", "Typed")
    tab_to(page, page.get_by_role("button", name="Register App"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Fill in “Redirect URIs”")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Redirect URIs")).to_be_focused()
    page.keyboard.type(HTTPS)
    tab_to(page, page.get_by_role("button", name="Register App"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Typed")).to_be_visible()
    assert is_uuid(page.get_by_label("Client UUID").inner_text())
    tab_to(page, page.get_by_role("link", name="Make a client secret"))
    page.keyboard.press("Enter")
    type_into(page, "Name of the secret", "desk")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Client secret")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Copy the secret"))
