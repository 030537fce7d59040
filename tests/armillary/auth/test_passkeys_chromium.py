"""Passkeys in a real browser, with an authenticator that the browser plays (CDP ``WebAuthn``)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, sync_playwright
from sqlalchemy import select
from tools.chromium import PATH, launch

from armillary.auth.factors.model import Passkey
from armillary.auth.sessions.model import Authentication
from tests.armillary.auth.conftest import AuthServer, MakeServer, Person, Stage
from tests.armillary.auth.factors import code_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PATH is None, reason="make browser installs Chromium"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),  # the browser is the point
]


@pytest.fixture
def server(make_server: MakeServer, stage: Stage) -> AuthServer:
    """A server under a name: browsers allow no passkeys for addresses."""
    return make_server(base_url=stage.base_url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def page() -> Iterator[Page]:
    """A page 320 pixels wide; a problem of its scripts or its policy fails the test."""
    problems: list[str] = []
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        page = chromium.new_context(viewport={"width": 320, "height": 640}).new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        yield page
        chromium.close()
    assert [p for p in problems if "status of 400" not in p] == []


class Authenticator:
    """The browser's authenticator: one like a telephone's."""

    def __init__(self, session: CDPSession, authenticator_id: str) -> None:
        self._session = session
        self._id = authenticator_id

    def knows_its_owner(self, known: bool) -> None:
        """Whether the finger on it is the right one."""
        values = {"authenticatorId": self._id, "isUserVerified": known}
        self._session.send("WebAuthn.setUserVerified", values)


@pytest.fixture
def authenticator(page: Page) -> Authenticator:
    """One that knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return Authenticator(session, added["authenticatorId"])


def sign_in(page: Page, person: Person) -> None:
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", person.password)
    page.get_by_role("button", name="Sign in").click()


def amr_of(server: AuthServer) -> list[str]:
    with server.database.read() as session:
        newest = select(Authentication).order_by(Authentication.auth_time.desc())
        return session.scalars(newest).all()[0].amr


def add_passkey(page: Page, server: AuthServer, person: Person) -> None:
    page.goto(f"{server.url}/v2/web/account")
    sign_in(page, person)
    page.get_by_role("link", name="Add a passkey").click()
    assert _width(page) <= 320
    page.fill("[name=name]", "This computer")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert len(page.inner_text("#recovery-codes").split()) == 10
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("heading", name="Your account").wait_for()


def test_a_passkey_is_made_and_signs_in(
    server: AuthServer, person: Person, page: Page, authenticator: Authenticator
) -> None:
    add_passkey(page, server, person)
    assert page.input_value("input[id^=factor-]") == "This computer"
    page.context.clear_cookies()
    page.goto(server.authorize_url(session_required_mfa="true"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Allow").click()
    assert server.exchange(page.inner_text("#auth-code")).status_code == 200
    assert amr_of(server) in (["hwk", "user", "mfa"], ["swk", "user", "mfa"])
    with server.database.read() as session:
        assert session.scalars(select(Passkey.last_used)).one() is not None


def test_a_passkey_after_the_password(
    server: AuthServer, person: Person, page: Page, authenticator: Authenticator
) -> None:
    add_passkey(page, server, person)
    page.context.clear_cookies()
    page.goto(server.authorize_url())
    sign_in(page, person)
    page.get_by_role("heading", name="One step more").wait_for()
    assert _width(page) <= 320
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Allow").wait_for()
    assert amr_of(server)[0] == "pwd"
    assert "mfa" in amr_of(server)


def test_the_same_device_makes_one_passkey_only(
    server: AuthServer, person: Person, page: Page, authenticator: Authenticator
) -> None:
    add_passkey(page, server, person)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    problem = page.locator("[data-passkey-problem]")
    problem.wait_for()
    assert "has a passkey for your account already" in problem.inner_text()


def test_a_passkey_that_does_not_know_its_owner_signs_nobody_in(
    server: AuthServer, person: Person, page: Page, authenticator: Authenticator
) -> None:
    add_passkey(page, server, person)
    page.context.clear_cookies()
    authenticator.knows_its_owner(False)
    page.goto(server.authorize_url())
    page.get_by_role("button", name="Use a passkey").click()
    problem = page.locator("[data-passkey-problem]")
    problem.wait_for()
    assert "No passkey answered" in problem.inner_text()


def test_an_authenticator_app_is_added_on_a_telephone(
    server: AuthServer, person: Person, page: Page
) -> None:
    page.goto(server.authorize_url(session_required_mfa="true"))
    sign_in(page, person)
    assert _width(page) <= 320
    page.get_by_role("link", name="An authenticator app").click()
    assert _width(page) <= 320
    picture = page.locator(".qr svg").bounding_box()
    assert picture is not None
    assert picture["width"] > 150
    page.fill("[name=code]", code_of(page.inner_text("#totp-secret").replace(" ", "")))
    page.get_by_role("button", name="Add it").click()
    assert _width(page) <= 320
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Allow").click()
    assert server.exchange(page.inner_text("#auth-code")).status_code == 200


def test_the_account_page_fits_a_telephone(
    server: AuthServer, person: Person, page: Page, authenticator: Authenticator
) -> None:
    add_passkey(page, server, person)
    assert _width(page) <= 320
    page.goto(f"{server.url}/v2/web/forgot-password")
    assert _width(page) <= 320


def _width(page: Page) -> float:
    boxes = [element.bounding_box() for element in page.locator("body *:visible").all()]
    return max(box["x"] + box["width"] for box in boxes if box is not None)
