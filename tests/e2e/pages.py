"""What a person does on the login pages."""

from __future__ import annotations

from playwright.sync_api import Page


def log_in(page: Page, url: str, username: str, password: str) -> str:
    """Open an authorize URL, sign in where asked, allow, and read the code."""
    page.goto(url)
    sign_in_if_asked(page, username, password)
    allow = page.get_by_role("button", name="Allow")
    code = page.locator("#auth-code")
    allow.or_(code).first.wait_for()
    if allow.is_visible():
        allow.click()
    return code.inner_text()


def sign_in_if_asked(page: Page, username: str, password: str) -> None:
    """Fill in the sign-in form if the page has one."""
    if page.locator("input[name=password]").count():
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.get_by_role("button", name="Sign in").click()
