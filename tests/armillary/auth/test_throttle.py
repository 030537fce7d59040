"""Guesses are slowed down, for an account and for an address, and people are told how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from armillary.auth.audit import AuditEvent
from armillary.auth.errors import TooManyAttempts
from armillary.auth.sessions.model import FailedLogin
from armillary.auth.sessions.throttle import (
    CODES,
    MAILS,
    PASSKEYS,
    PASSWORDS,
    PER_ADDRESS,
    WINDOW,
    Limits,
    check_throttle,
    note_attempt,
)
from armillary.core.clock import utcnow
from armillary.db.engine import Database
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person


def sign_in_page(server: AuthServer) -> Browser:
    browser = server.browser()
    browser.open(server.authorize_url())
    return browser


def failures(server: AuthServer, number: int, *, username: str, address: str) -> None:
    with server.database.write() as session:
        for each in range(number):
            note_attempt(session, username, address.format(each))


def is_told_to_wait(browser: Browser) -> bool:
    answer = browser.response
    assert answer.headers["retry-after"] == str(int(WINDOW.total_seconds()))
    assert "Wait a quarter of an hour" in browser.text_of("problem")
    return answer.status_code == 429


def test_one_account_from_one_address(server: AuthServer, person: Person) -> None:
    failures(
        server, PASSWORDS.per_subject_and_address, username=person.username, address="127.0.0.1"
    )
    browser = sign_in_page(server)
    browser.sign_in(person.username.upper(), person.password)
    assert is_told_to_wait(browser)


def test_one_account_from_many_addresses(server: AuthServer, person: Person) -> None:
    failures(server, PASSWORDS.per_subject, username=person.username, address="10.0.0.{}")
    browser = sign_in_page(server)
    browser.sign_in(person.username, person.password)
    assert is_told_to_wait(browser)


def test_many_accounts_from_one_address(server: AuthServer, person: Person) -> None:
    """Trying one common password at everybody's account."""
    with server.database.write() as session:
        for each in range(PER_ADDRESS):
            note_attempt(session, f"somebody{each}", "127.0.0.1")
    browser = sign_in_page(server)
    browser.sign_in(person.username, person.password)
    assert is_told_to_wait(browser)


def test_others_can_go_on(server: AuthServer, person: Person) -> None:
    failures(server, PASSWORDS.per_subject, username="somebody", address="10.0.0.{}")
    browser = sign_in_page(server)
    assert browser.sign_in(person.username, person.password).status_code == 200


def test_a_lie_about_the_address_does_not_help(server: AuthServer, person: Person) -> None:
    browser = sign_in_page(server)
    for each in range(PASSWORDS.per_subject_and_address):
        browser.http.headers["X-Forwarded-For"] = f"10.0.0.{each}"
        browser.http.headers["Forwarded"] = f"for=10.0.0.{each}"
        browser.sign_in(person.username, "wrong")
    browser.sign_in(person.username, person.password)
    assert is_told_to_wait(browser)
    with server.database.read() as session:
        assert set(session.scalars(select(FailedLogin.address))) == {"127.0.0.1"}


def test_the_pause_ends(server: AuthServer, person: Person) -> None:
    failures(server, PASSWORDS.per_subject, username=person.username, address="127.0.0.1")
    with server.database.write() as session:
        session.execute(update(FailedLogin).values(at=utcnow() - WINDOW - timedelta(seconds=1)))
    browser = sign_in_page(server)
    assert browser.sign_in(person.username, person.password).status_code == 200
    failures(server, 1, username="x", address="127.0.0.1")
    with server.database.read() as session:
        assert len(session.scalars(select(FailedLogin)).all()) == 1, "old ones are forgotten"


def test_a_pause_hashes_nothing_and_is_no_sign_in(server: AuthServer, person: Person) -> None:
    failures(server, PASSWORDS.per_subject, username=person.username, address="127.0.0.1")
    sign_in_page(server).sign_in(person.username, person.password)
    with server.database.read() as session:
        events = set(session.scalars(select(AuditEvent.event)))
    assert "login.succeeded" not in events


def test_mails_are_bounded(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    for _ in range(MAILS.per_subject_and_address):
        browser.open(f"{server.url}/v2/web/forgot-password")
        assert browser.submit({"username": person.username}).status_code == 200
    browser.open(f"{server.url}/v2/web/forgot-password")
    browser.submit({"username": person.username})
    assert is_told_to_wait(browser)


@pytest.mark.parametrize("limits", [PASSWORDS, CODES, PASSKEYS, MAILS], ids=lambda each: each.kind)
def test_the_limits_are_where_they_are_said(database: Database, limits: Limits) -> None:
    with database.write() as session:
        for number in range(limits.per_subject_and_address):
            check_throttle(session, "ada", "here", limits)
            note_attempt(session, "ada", "here", limits)
            assert number < limits.per_subject_and_address
        with pytest.raises(TooManyAttempts):
            check_throttle(session, "ada", "here", limits)
        check_throttle(session, "eve", "here", limits)


def test_kinds_are_counted_apart(database: Database) -> None:
    with database.write() as session:
        for _ in range(CODES.per_subject):
            note_attempt(session, "ada", "here", CODES)
        check_throttle(session, "ada", "here", PASSWORDS)
        with pytest.raises(TooManyAttempts):
            check_throttle(session, "ada", "elsewhere", CODES)
