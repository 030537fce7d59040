"""The account page: name, address, password, sessions."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import select, update

from armillary.auth.identities.model import Identity
from armillary.auth.sessions.model import Authentication
from armillary.core.clock import utcnow
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.factors import account
from tests.armillary.auth.mails import link_in, mails

NEW = "another long enough sentence"
FORMS = (
    "profile",
    "password",
    "email",
    "sign-out-others",
    "authenticator",
    "passkey",
    "factor/rename",
    "factor/remove",
    "recovery-codes",
    "identities/link",
    "identities/link/confirm",
    "identities/primary",
    "identities/unlink",
)


def submit(browser: Browser, action: str, values: dict[str, str]) -> requests.Response:
    forms = [form.action.rpartition("/account/")[2] for form in browser.page().forms]
    return browser.submit(values, form=forms.index(action))


def stored(server: AuthServer, person: Person) -> Identity:
    with server.database.read() as session:
        return session.get_one(Identity, person.id)


def test_the_page_asks_for_a_sign_in_and_comes_back(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    browser.open(f"{server.url}/v2/web/account")
    assert "to continue to <strong>your account</strong>" in browser.response.text
    assert browser.sign_in(person.username, "wrong").status_code == 400
    browser.sign_in(person.username, person.password)
    assert browser.response.url == f"{server.url}/v2/web/account"
    assert "Your account" in browser.response.text


def test_a_sign_in_long_ago_is_not_enough(server: AuthServer, person: Person) -> None:
    browser = account(server, person)
    form = browser.page().forms[0].fields
    with server.database.write() as session:
        session.execute(update(Authentication).values(auth_time=utcnow().replace(year=2020)))
    for path in FORMS:
        answer = browser.http.post(f"{server.url}/v2/web/account/{path}", {**form, "name": "Eve"})
        assert "<h1>Sign in</h1>" in answer.text, path
    browser.open(f"{server.url}/v2/web/account")
    assert "<h1>Sign in</h1>" in browser.response.text
    assert stored(server, person).name == "Ada Lovelace"


@pytest.mark.parametrize("path", FORMS)
def test_forms_of_others_are_refused(server: AuthServer, person: Person, path: str) -> None:
    browser = account(server, person)
    form = browser.page().forms[0].fields
    url = f"{server.url}/v2/web/account/{path}"
    assert browser.http.post(url, {**form, "csrf": "0" * 64}).status_code == 403
    origin = {"Origin": "https://evil.example"}
    assert browser.http.post(url, form, headers=origin).status_code == 403
    assert requests.post(url, form).status_code == 403


def test_the_name_changes(server: AuthServer, person: Person) -> None:
    browser = account(server, person)
    submit(browser, "profile", {"name": " Ada King ", "organization": ""})
    assert browser.text_of("notice") == "Your name is saved."
    assert stored(server, person).name == "Ada King"
    assert submit(browser, "profile", {"name": " "}).status_code == 400
    assert submit(browser, "profile", {"name": "x" * 256}).status_code == 400


def test_the_password_changes_and_other_browsers_are_signed_out(
    server: AuthServer, person: Person
) -> None:
    other, browser = account(server, person), account(server, person)
    for wrong in ({"current": "wrong", "password": NEW}, {"current": person.password}):
        assert submit(browser, "password", wrong).status_code == 400
    submit(browser, "password", {"current": person.password, "password": NEW})
    assert "Your password is changed" in browser.text_of("notice")
    other.open(f"{server.url}/v2/web/account")
    assert "<h1>Sign in</h1>" in other.response.text
    assert other.sign_in(person.username, person.password).status_code == 400
    other.sign_in(person.username, NEW)
    assert "<h1>Your account</h1>" in other.response.text
    assert "password was changed" in mails(server, 1)[0].get_content()


def test_the_present_password_is_not_guessed_here(server: AuthServer, person: Person) -> None:
    browser = account(server, person)
    for _ in range(10):
        submit(browser, "password", {"current": "wrong", "password": NEW})
    form = {"current": person.password, "password": NEW}
    assert submit(browser, "password", form).status_code == 429


def test_a_new_address_counts_once_it_is_confirmed(server: AuthServer, person: Person) -> None:
    browser = account(server, person)
    for none in ("nonsense", "a,b@example.org", "a<b@example.org", "a@b\x00c", "a@b@c", "@", "a@"):
        assert submit(browser, "email", {"email": none}).status_code == 400, none
    submit(browser, "email", {"email": "ada@new.example"})
    assert stored(server, person).email == "ada@example.org"
    (mail,) = mails(server, 1)
    assert mail["to"] == "ada@new.example"
    browser.open(link_in(mail))
    browser.submit({})
    identity = stored(server, person)
    assert (identity.email, identity.email_verified_at is not None) == ("ada@new.example", True)


def test_other_browsers_are_listed_and_signed_out(server: AuthServer, person: Person) -> None:
    other = server.browser()
    other.http.headers["User-Agent"] = "Telephone <b>1</b>"
    account(server, person, other)
    browser = account(server, person)
    assert "Telephone &lt;b&gt;1&lt;/b&gt;" in browser.response.text
    assert browser.response.text.count("(this browser)") == 1
    submit(browser, "sign-out-others", {})
    assert "All other browsers are signed out." in browser.text_of("notice")
    assert "Telephone" not in browser.response.text
    other.open(f"{server.url}/v2/web/account")
    assert "<h1>Sign in</h1>" in other.response.text
    browser.open(f"{server.url}/v2/web/account")
    assert "<h1>Your account</h1>" in browser.response.text


def test_the_page_of_a_sign_in_is_one_of_ours(server: AuthServer, person: Person) -> None:
    """The sign-in leads back to a page from our own list, whatever a form says."""
    browser = server.browser()
    browser.open(f"{server.url}/v2/web/account?page=https://evil.example")
    browser.submit(
        {
            "username": person.username,
            "password": person.password,
            "page": "https://evil.example",
        }
    )
    assert browser.left_for is None
    assert browser.response.url == f"{server.url}/v2/web/account"


def test_markup_in_the_account_is_shown_as_text(server: AuthServer, person: Person) -> None:
    browser = account(server, person)
    submit(browser, "profile", {"name": '"><script>alert(1)</script>'})
    assert "<script>alert" not in browser.response.text
    with server.database.read() as session:
        assert "<script>" in (session.scalars(select(Identity.name)).one() or "")
