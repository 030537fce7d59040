"""What people do with second factors, without a script."""

from __future__ import annotations

import time

import pyotp

from armillary.auth.factors.model import Totp
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person


def account(server: AuthServer, person: Person, browser: Browser | None = None) -> Browser:
    """A browser on the account page, signed in."""
    browser = browser or server.browser()
    browser.open(f"{server.url}/v2/web/account")
    if "<h1>Sign in</h1>" in browser.response.text:
        browser.sign_in(person.username, person.password)
    assert "<h1>Your account</h1>" in browser.response.text, browser.response.text
    return browser


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or some steps later."""
    return pyotp.TOTP(secret).at(int(time.time()), counter_offset=steps)


def enrol_here(browser: Browser) -> tuple[str, list[str]]:
    """On the page for adding an app: add it. Its secret, and the recovery codes, if new."""
    secret = browser.text_of("totp-secret").replace(" ", "")
    browser.submit({"code": code_of(secret)})
    assert browser.response.status_code == 200, browser.response.text
    return secret, browser.page().texts.get("recovery-codes", "").split()


def enrol(server: AuthServer, person: Person) -> tuple[str, list[str]]:
    """Give a person an authenticator app: its secret, and the recovery codes."""
    browser = account(server, person)
    browser.open(f"{server.url}/v2/web/account/authenticator")
    secret, codes = enrol_here(browser)
    forget_used(server)
    return secret, codes


def forget_used(server: AuthServer) -> None:
    """Let the present code count again, so that tests need not wait for the next one."""
    with server.database.write() as session:
        for totp in session.query(Totp):
            totp.last_step = 0
