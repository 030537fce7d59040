"""Proofs by mail: confirming an address, replacing a forgotten password."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from armillary.auth.audit import AuditEvent
from armillary.auth.identities.domains import vouched_domain
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_by_username
from armillary.auth.proofs import mails as proof_mails
from armillary.auth.proofs.model import MailedToken
from armillary.auth.sessions.throttle import MAILS
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, MakeServer, Person
from tests.armillary.auth.factors import account, code_of, enrol
from tests.armillary.auth.mails import all_mails, link_in, mails

PASSWORD = "a long enough sentence"
NEW = "another long enough sentence"


def sign_up(server: AuthServer, username: str = "grace@example.org", **changes: str) -> Browser:
    browser = server.browser()
    browser.open(server.authorize_url())
    interaction = browser.page().forms[0].fields["interaction"]
    browser.open(f"{server.url}/v2/web/sign-up?interaction={interaction}")
    filled = {"username": username, "name": "Grace", "email": "grace@example.org"}
    browser.submit({**filled, "password": PASSWORD, **changes})
    return browser


def identity_of(server: AuthServer, username: str) -> Identity:
    with server.database.read() as session:
        return session.scalars(select(Identity).where(Identity.username == username)).one()


def ask_to_reset(server: AuthServer, username: str) -> Browser:
    browser = server.browser()
    browser.open(f"{server.url}/v2/web/forgot-password")
    browser.submit({"username": username})
    return browser


def reset_link(server: AuthServer, person: Person, count: int = 1) -> str:
    ask_to_reset(server, person.username)
    return link_in(mails(server, count)[-1])


def opened(server: AuthServer, link: str) -> Browser:
    browser = server.browser()
    browser.open(link)
    return browser


@pytest.fixture
def strict(make_server: MakeServer) -> AuthServer:
    """A server where people prove their address before they sign in."""
    return make_server(require_verified_email="yes")


def test_an_address_is_confirmed_before_the_first_sign_in(strict: AuthServer) -> None:
    browser = sign_up(strict)
    assert "<h1>Confirm your e-mail address</h1>" in browser.response.text
    browser.open(strict.authorize_url())
    browser.sign_in("grace@example.org", PASSWORD)
    assert "<h1>Confirm your e-mail address</h1>" in browser.response.text
    (mail,) = mails(strict, 1)
    assert mail["to"] == "grace@example.org"
    elsewhere = opened(strict, link_in(mail))
    assert identity_of(strict, "grace@example.org").email_verified_at is None  # scanners open links
    elsewhere.submit({"password": PASSWORD})
    assert "Your e-mail address is confirmed" in elsewhere.response.text
    browser.open(strict.authorize_url())
    browser.sign_in("grace@example.org", PASSWORD)
    assert "Allow Tutorial app?" in browser.response.text
    assert opened(strict, link_in(mail)).response.status_code == 400


def test_nothing_is_required_without_a_mail_server(server: AuthServer) -> None:
    browser = sign_up(server)
    assert "Allow Tutorial app?" in browser.response.text
    elsewhere = opened(server, link_in(mails(server, 1)[0]))
    assert "password" in elsewhere.page().forms[0].fields
    browser.open(link_in(mails(server, 1)[0]))  # this one is signed in, and need not prove more
    assert "password" not in browser.page().forms[0].fields
    browser.submit({})
    assert identity_of(server, "grace@example.org").email_verified_at is not None


def test_an_account_in_somebody_elses_name_is_not_confirmed_by_a_click(
    server: AuthServer,
) -> None:
    """Whoever reads the mail must also have the account, or a stranger's would gain the name."""
    sign_up(server)
    victim = opened(server, link_in(mails(server, 1)[0]))
    assert victim.submit({"password": "not mine to know"}).status_code == 400
    fields = victim.page().forms[0].fields
    del fields["password"]
    answer = victim.http.post(f"{server.url}/v2/web/verify-email", fields)
    assert answer.status_code == 400
    assert identity_of(server, "grace@example.org").email_verified_at is None
    for _ in range(8):
        victim.submit({"password": "guess"})
    assert victim.submit({"password": PASSWORD}).status_code == 429


def test_another_mail_can_be_asked_for_but_not_often(strict: AuthServer) -> None:
    browser = sign_up(strict)
    for count in range(MAILS.per_subject_and_address - 1):
        browser.submit({})
        assert "Another mail is on its way" in browser.response.text
        found = mails(strict, count + 2)
    assert browser.submit({}).status_code == 429
    assert "Wait a quarter of an hour" in browser.text_of("problem")
    first, last = opened(strict, link_in(found[0])), opened(strict, link_in(found[-1]))
    assert (first.response.status_code, last.response.status_code) == (400, 200)


def test_a_mail_can_only_be_asked_for_with_the_password(strict: AuthServer) -> None:
    browser = sign_up(strict)
    half_way = browser.page().forms[0].fields["half_way"]
    thief = strict.browser()
    thief.open(strict.authorize_url())
    fields = {**thief.page().forms[0].fields, "half_way": half_way}
    assert thief.http.post(f"{strict.url}/v2/web/verify-email/again", fields).status_code == 400


def test_a_confirmed_username_proves_its_domain(server: AuthServer) -> None:
    browser = sign_up(server)
    assert vouched_domain(identity_of(server, "grace@example.org")) is None
    browser.open(link_in(mails(server, 1)[0]))
    browser.submit({})
    assert vouched_domain(identity_of(server, "grace@example.org")) == "example.org"
    other = sign_up(server, "boss@example.org", email="grace@example.org")
    other.open(link_in(mails(server, 2)[1]))
    other.submit({})
    assert identity_of(server, "boss@example.org").email_verified_at is not None
    assert vouched_domain(identity_of(server, "boss@example.org")) is None


def test_apps_learn_whether_the_address_is_confirmed(server: AuthServer) -> None:
    browser = sign_up(server)
    person = Person("", "grace@example.org", PASSWORD)
    assert _userinfo(server, person)["email_verified"] is False
    browser.open(link_in(mails(server, 1)[0]))
    browser.submit({})
    assert _userinfo(server, person)["email_verified"] is True


def test_a_forgotten_password_is_replaced(server: AuthServer, person: Person) -> None:
    signed_in = server.browser()
    server.code(person, signed_in)
    link = reset_link(server, person)
    browser = opened(server, link)
    assert browser.submit({"password": "short"}).status_code == 400
    browser.submit({"password": NEW})
    assert "Your password is changed" in browser.response.text
    signed_in.open(server.authorize_url())
    assert "<h1>Sign in</h1>" in signed_in.response.text
    signed_in.sign_in(person.username, person.password)
    assert signed_in.response.status_code == 400
    signed_in.sign_in(person.username, NEW)
    assert signed_in.answer()["code"]
    assert opened(server, link).response.status_code == 400
    assert mails(server, 2)[1]["subject"] == "A change to your account"
    with server.database.read() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    resets = [e for e in events if e.event.startswith("password.")]
    assert [e.event for e in resets] == ["password.reset_asked", "password.reset"]
    assert resets[1].detail["sessions_ended"] == 1


def test_a_new_password_is_no_second_factor(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    opened(server, reset_link(server, person, 2)).submit({"password": NEW})
    browser = server.browser()
    browser.open(server.authorize_url())
    browser.sign_in(person.username, NEW)
    assert "<h1>One step more</h1>" in browser.response.text
    browser.submit({"code": code_of(secret)})
    assert "Allow" in browser.response.text


def test_what_a_stranger_let_apps_do_ends_when_the_owner_appears(
    server: AuthServer, person: Person
) -> None:
    """An account whose address nobody had proven may have been made by anybody."""
    tokens = server.log_in(person, access_type="offline")
    opened(server, reset_link(server, person)).submit({"password": NEW})
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    tokens = server.log_in(Person("", person.username, NEW), access_type="offline")
    mails(server, 2)
    opened(server, reset_link(server, person, 3)).submit({"password": PASSWORD})
    assert server.refresh(tokens["refresh_token"]).status_code == 200


def test_a_link_raced_for_counts_once(server: AuthServer, person: Person) -> None:
    link = reset_link(server, person)
    browsers = [opened(server, link) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda b: b.submit({"password": NEW}).status_code, browsers))
    assert sorted(answers) == [200, 400, 400, 400]


def test_links_end(server: AuthServer, person: Person) -> None:
    link = reset_link(server, person)
    with server.database.write() as session:
        lives = session.scalars(select(MailedToken.expires_at)).one() - utcnow()
        session.execute(update(MailedToken).values(expires_at=utcnow() - timedelta(seconds=1)))
    assert lives <= timedelta(hours=1)
    assert opened(server, link).response.status_code == 400


@pytest.mark.parametrize("path", ["verify-email", "reset-password"])
@pytest.mark.parametrize("token", ["", "x", "%00", "é", "a" * 3000])
def test_links_that_are_none(server: AuthServer, path: str, token: str) -> None:
    answer = requests.get(f"{server.url}/v2/web/{path}?token={token}")
    assert answer.status_code == 400
    assert "does not count any more" in answer.text or "too long" in answer.text


def test_links_are_for_what_they_are_for(server: AuthServer, person: Person) -> None:
    reset = reset_link(server, person)
    other = reset.replace("reset-password", "verify-email")
    assert opened(server, other).response.status_code == 400
    sign_up(server)
    verify = link_in(mails(server, 2)[1])
    other = verify.replace("verify-email", "reset-password")
    assert opened(server, other).response.status_code == 400


def test_a_link_to_a_former_address_replaces_no_password(
    server: AuthServer, person: Person
) -> None:
    link = reset_link(server, person)
    browser = account(server, person)
    _submit(browser, "email", {"email": "ada@new.example"})
    confirm = link_in(mails(server, 2)[1])
    browser.open(confirm)
    browser.submit({})
    assert identity_of(server, person.username).email == "ada@new.example"
    assert opened(server, link).response.status_code == 400
    told = mails(server, 3)[2]
    assert told["to"] == "ada@example.org"
    assert "address was changed" in told.get_content()


def test_known_and_unknown_accounts_look_alike(server: AuthServer, person: Person) -> None:
    """The same answer, given before anybody looks whether there is such an account."""
    answered = threading.Event()

    def find(session: Session, username: str) -> Identity | None:
        assert answered.wait(20)
        return find_by_username(session, username)

    with mock.patch.object(proof_mails, "find_by_username", find):
        pages = [ask_to_reset(server, u).response for u in (person.username, "nobody", "é\x01")]
        answered.set()
        (mail,) = all_mails(server)
    assert mail["to"] == "ada@example.org"
    assert {page.status_code for page in pages} == {200}
    assert len({page.text for page in pages}) == 1


def test_asking_for_mail_is_slowed_down_for_all_alike(server: AuthServer, person: Person) -> None:
    for username in (person.username, "nobody"):
        for _ in range(MAILS.per_subject_and_address):
            assert ask_to_reset(server, username).response.status_code == 200
        browser = ask_to_reset(server, username)
        assert browser.response.status_code == 429
        assert "Wait a quarter of an hour" in browser.text_of("problem")
    assert len(all_mails(server)) == MAILS.per_subject_and_address


def test_forms_of_mailed_pages_are_ours(server: AuthServer, person: Person) -> None:
    link = reset_link(server, person)
    token = parse_qs(urlsplit(link).query)["token"][0]
    for path in ("forgot-password", "reset-password", "verify-email"):
        form = {"token": token, "password": NEW, "username": person.username, "csrf": "0" * 64}
        assert requests.post(f"{server.url}/v2/web/{path}", form).status_code == 403


def test_the_links_secret_stays_secret(server: AuthServer, person: Person) -> None:
    link = reset_link(server, person)
    token = parse_qs(urlsplit(link).query)["token"][0]
    with server.database.read() as session:
        assert session.scalars(select(MailedToken.token_hash)).one() == secret_hash(token)
        assert token not in str(list(session.scalars(select(AuditEvent.detail))))
    headers = requests.get(link).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_the_sign_in_page_leads_there(server: AuthServer) -> None:
    page = requests.get(server.authorize_url()).text
    (link,) = re.findall(r'href="([^"]+)">Forgot your password\?', page)
    assert "<h1>Forgot your password?</h1>" in requests.get(link).text


def _userinfo(server: AuthServer, person: Person) -> dict[str, object]:
    token = server.log_in(person)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer: dict[str, object] = requests.get(
        f"{server.url}/v2/oauth2/userinfo", headers=headers
    ).json()
    return answer


def _submit(browser: Browser, action: str, values: dict[str, str]) -> requests.Response:
    forms = [form.action.rpartition("/")[2] for form in browser.page().forms]
    return browser.submit(values, form=forms.index(action))
