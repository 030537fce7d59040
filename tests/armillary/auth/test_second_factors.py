"""Authenticator apps and recovery codes, from the account page to the token."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import jwt
import pyotp
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text, update

from armillary.auth.audit import AuditEvent
from armillary.auth.clients.store import add_credential
from armillary.auth.factors.model import RecoveryCode, Totp
from armillary.auth.identities.store import create_identity
from armillary.auth.seed import TRANSFER_CLIENT_ID
from armillary.auth.sessions.model import Authentication
from armillary.auth.sessions.throttle import CODES
from armillary.core.clock import utcnow
from armillary.core.sealing import Sealer
from tests.armillary.auth.auth_api import Api, new_project
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.factors import account, code_of, enrol, enrol_here, forget_used

STEP = "<h1>One step more</h1>"


def first_step(server: AuthServer, person: Person, **changes: str) -> Browser:
    """A browser that has given the right password."""
    browser = server.browser()
    browser.open(server.authorize_url(**changes))
    browser.sign_in(person.username, person.password)
    return browser


def session_info(server: AuthServer, person: Person) -> list[str]:
    with server.database.read() as session:
        return (
            session.scalars(
                select(Authentication.amr)
                .where(Authentication.identity_id == person.id)
                .order_by(Authentication.auth_time.desc())
            ).first()
            or []
        )


def test_the_second_factor_stands_between_password_and_session(
    server: AuthServer, person: Person
) -> None:
    secret, _ = enrol(server, person)
    browser = first_step(server, person)
    assert STEP in browser.response.text
    again = server.browser()
    again.http.cookies = browser.http.cookies
    again.open(server.authorize_url())
    assert "<h1>Sign in</h1>" in again.response.text  # half-way is nowhere
    browser.submit({"code": code_of(secret)})
    assert "Allow Tutorial app?" in browser.response.text
    browser.submit({"decision": "allow"})
    assert server.exchange(browser.answer()["code"]).status_code == 200
    assert session_info(server, person) == ["pwd", "otp", "mfa"]


def test_a_code_counts_once(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    code = code_of(secret)
    assert "Allow" in first_step(server, person).submit({"code": code}).text
    second = first_step(server, person)
    second.submit({"code": code})
    assert second.response.status_code == 400
    assert "used before" in second.text_of("problem")
    second.submit({"code": code_of(secret, steps=1)})
    assert "Allow" in second.response.text


def test_a_code_raced_for_counts_once(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    browsers = [first_step(server, person) for _ in range(4)]
    code = code_of(secret)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda b: b.submit({"code": code}).status_code, browsers))
    assert sorted(answers) == [200, 400, 400, 400]


def test_the_code_that_proves_the_app_is_used_up(server: AuthServer, person: Person) -> None:
    browser = account(server, person)
    browser.open(f"{server.url}/v2/web/account/authenticator")
    secret, _ = enrol_here(browser)
    with server.database.read() as session:
        used = session.scalars(select(Totp.last_step)).one()
    browser = first_step(server, person)
    assert browser.submit({"code": pyotp.HOTP(secret).at(used)}).status_code == 400


@pytest.mark.parametrize("steps", [-3, 3])
def test_codes_of_other_times_are_refused(server: AuthServer, person: Person, steps: int) -> None:
    secret, _ = enrol(server, person)
    browser = first_step(server, person)
    assert browser.submit({"code": code_of(secret, steps=steps)}).status_code == 400
    assert STEP in browser.response.text


def test_a_recovery_code_counts_once(server: AuthServer, person: Person) -> None:
    _, codes = enrol(server, person)
    assert len(codes) == 10
    typed = codes[3].upper().replace("-", " ")
    assert "Allow" in first_step(server, person).submit({"code": typed}).text
    assert first_step(server, person).submit({"code": codes[3]}).status_code == 400
    with server.database.read() as session:
        stored = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(stored) == 9
    assert not set(codes) & set(stored)


def test_new_recovery_codes_replace_the_old_ones(server: AuthServer, person: Person) -> None:
    secret, old = enrol(server, person)
    browser = first_step(server, person)
    browser.submit({"code": code_of(secret)})
    account(server, person, browser)
    forms = browser.page().forms
    browser.submit({}, form=[f.action.endswith("recovery-codes") for f in forms].index(True))
    new = browser.text_of("recovery-codes").split()
    assert len(set(new) - set(old)) == 10
    assert first_step(server, person).submit({"code": old[0]}).status_code == 400
    assert "Allow" in first_step(server, person).submit({"code": new[0]}).text


def test_guessing_codes_is_slowed_down(server: AuthServer, person: Person) -> None:
    secret, codes = enrol(server, person)
    browser = first_step(server, person)
    wrong = f"{(int(code_of(secret)) + 500_000) % 1_000_000:06}"
    for _ in range(CODES.per_subject):
        assert browser.submit({"code": wrong}).status_code == 400
    assert browser.submit({"code": code_of(secret)}).status_code == 429
    assert "Wait a quarter of an hour" in browser.text_of("problem")
    assert first_step(server, person).submit({"code": codes[0]}).status_code == 429


@pytest.mark.parametrize("code", ["", "x", "١٢٣٤٥٦", "12345", "1" * 5000, "\0", "é" * 6])
def test_nonsense_is_a_wrong_code(server: AuthServer, person: Person, code: str) -> None:
    enrol(server, person)
    browser = first_step(server, person)
    assert browser.submit({"code": code}).status_code == 400
    assert STEP in browser.response.text


def test_half_way_is_for_one_browser(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    browser = first_step(server, person)
    stolen = browser.page().forms[0].fields["half_way"]
    thief = server.browser()
    thief.open(server.authorize_url())
    fields = {**thief.page().forms[0].fields, "half_way": stolen, "code": code_of(secret)}
    answer = thief.http.post(f"{server.url}/v2/web/second-factor", fields)
    assert answer.status_code == 400
    assert "waited too long" in answer.text


@pytest.mark.parametrize("kind", ["interaction", "challenge"])
def test_half_way_is_no_other_signed_thing(server: AuthServer, person: Person, kind: str) -> None:
    secret, _ = enrol(server, person)
    browser = first_step(server, person)
    other = browser.page().forms[0].fields.get(kind, "")
    answer = browser.submit({"half_way": other, "code": code_of(secret)})
    assert answer.status_code == 400
    assert "waited too long" in answer.text


def test_half_way_ends_with_the_password_and_with_time(
    server: AuthServer, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _ = enrol(server, person)
    browser, other = first_step(server, person), first_step(server, person)
    with server.database.write() as session:
        session.execute(text("UPDATE auth_password SET hash = 'another'"))
    assert browser.submit({"code": code_of(secret)}).status_code == 400
    claims = jwt.decode(
        other.page().forms[0].fields["half_way"], options={"verify_signature": False}
    )
    assert claims["exp"] - claims["iat"] == 600


def test_finishing_gives_another_cookie(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    browser = first_step(server, person)
    before = {c.value for c in browser.http.cookies}
    half_way = browser.page().forms[0].fields
    browser.submit({"code": code_of(secret)})
    assert before.isdisjoint({c.value for c in browser.http.cookies})
    # What the page carried is worth nothing any more.
    forget_used(server)
    answer = browser.http.post(
        f"{server.url}/v2/web/second-factor", {**half_way, "code": code_of(secret)}
    )
    assert answer.status_code == 403


def test_secrets_can_not_be_read_in_the_database(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    with server.database.read() as session:
        sealed = session.scalars(select(Totp.sealed)).one()
    assert secret.encode() not in sealed
    key = server.settings.keys_dir / "second_factors.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_secret_moved_to_another_account_opens_nothing(
    server: AuthServer, person: Person
) -> None:
    """Who can write the database can't make an own secret somebody else's."""
    enrol(server, person)
    sealer = Sealer(server.settings.keys_dir / "second_factors.key")
    with server.database.read() as session:
        sealed = session.scalars(select(Totp.sealed)).one()
    assert sealer.open(sealed, about=person.id)
    with pytest.raises(InvalidTag):
        sealer.open(sealed, about="somebody else")


def test_an_app_may_ask_for_a_second_factor(server: AuthServer, person: Person) -> None:
    """Somebody without one is led to it, and then on to the app."""
    browser = first_step(server, person, session_required_mfa="True")
    assert "<h1>Add a second factor</h1>" in browser.response.text
    browser.open(_link(browser, "authenticator?interaction"))
    enrol_here(browser)
    browser.open(_link(browser, "/continue?"))
    assert "Allow Tutorial app?" in browser.response.text
    browser.submit({"decision": "allow"})
    assert server.exchange(browser.answer()["code"]).status_code == 200
    assert session_info(server, person) == ["pwd", "otp", "mfa"]


def test_an_app_that_asks_for_a_second_factor_gets_no_less(
    server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    server.code(person, browser)  # consented before, so that nothing else stands in the way
    browser.open(server.authorize_url(session_required_mfa="true"))
    assert "<h1>Add a second factor</h1>" in browser.response.text
    browser.open(server.authorize_url(prompt="consent"))
    consent = browser.page().forms[0].fields
    browser.open(server.authorize_url(prompt="consent", session_required_mfa="true"))
    (link,) = {_link(browser, "authenticator?interaction").partition("interaction=")[2]}
    fields = {**consent, "interaction": unquote(link), "decision": "allow"}
    answer = browser.http.post(f"{server.url}/v2/web/consent", fields, allow_redirects=False)
    assert "location" not in answer.headers
    assert "<h1>Add a second factor</h1>" in answer.text
    browser.open(server.authorize_url(session_required_mfa="true", prompt="none"))
    assert browser.answer()["error"] == "login_required"


def test_an_older_session_signs_in_again_with_the_second_factor(
    server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    server.code(person, browser)
    secret, _ = enrol(server, person)  # in another browser
    browser.open(server.authorize_url(session_required_mfa="true"))
    assert "The app asks for a second factor." in browser.text_of("wanted")
    browser.sign_in(person.username, person.password)
    browser.submit({"code": code_of(secret)})
    assert browser.answer()["code"]


def test_an_old_session_can_not_make_a_second_factor(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    with server.database.write() as session:
        session.execute(update(Authentication).values(auth_time=utcnow().replace(year=2020)))
    browser.open(server.authorize_url(session_required_mfa="true"))
    assert "<h1>Sign in</h1>" in browser.response.text
    browser.open(f"{server.url}/v2/web/account/authenticator")
    assert "<h1>Sign in</h1>" in browser.response.text
    browser.sign_in(person.username, person.password)
    assert "<h1>Add an authenticator app</h1>" in browser.response.text


def test_factors_are_named_and_removed(server: AuthServer, person: Person) -> None:
    secret, _ = enrol(server, person)
    browser = first_step(server, person)
    browser.submit({"code": code_of(secret)})
    account(server, person, browser)
    index = [f.action.endswith("rename") for f in browser.page().forms].index(True)
    browser.submit({"name": "Old telephone"}, form=index)
    assert 'value="Old telephone"' in browser.response.text
    fields = browser.page().forms[index].fields
    browser.http.post(f"{server.url}/v2/web/account/factor/remove", fields)
    browser = first_step(server, person)
    assert "Allow" in browser.response.text
    with server.database.read() as session:
        assert session.scalars(select(RecoveryCode)).all() == []
        events = set(session.scalars(select(AuditEvent.event)))
    assert {"second_factor.added", "second_factor.removed"} <= events


def test_other_peoples_factors_are_out_of_reach(server: AuthServer, person: Person) -> None:
    enrol(server, person)
    with server.database.write() as session:
        factor = session.scalars(select(Totp.id)).one()
        create_identity(session, username="eve", password="x" * 12, name="E", email="e@e.example")
    eve = account(server, Person("", "eve", "x" * 12))
    fields = {**eve.page().forms[0].fields, "factor": factor, "name": "mine"}
    for what in ("rename", "remove"):
        answer = eve.http.post(f"{server.url}/v2/web/account/factor/{what}", fields)
        assert answer.status_code == 404
    with server.database.read() as session:
        assert session.scalars(select(Totp.name)).one() == "Authenticator app"


def test_an_enrolment_is_for_one_browser_and_needs_a_right_code(
    server: AuthServer, person: Person
) -> None:
    browser = account(server, person)
    browser.open(f"{server.url}/v2/web/account/authenticator")
    secret = browser.text_of("totp-secret").replace(" ", "")
    stolen = browser.page().forms[0].fields["enrolment"]
    assert browser.submit({"code": "000000" if code_of(secret) != "000000" else "1"}).status_code
    assert browser.response.status_code == 400
    assert browser.text_of("totp-secret").replace(" ", "") == secret
    other = account(server, person)
    other.open(f"{server.url}/v2/web/account/authenticator")
    other.submit({"enrolment": stolen, "code": code_of(secret)})
    assert other.response.status_code == 400
    with server.database.read() as session:
        assert session.scalars(select(Totp)).all() == []


def test_the_account_needs_the_second_factor_that_it_has(
    server: AuthServer, person: Person
) -> None:
    """A session that is older than the second factor changes nothing."""
    browser = account(server, person)
    form = browser.page().forms[0].fields
    enrol(server, person)  # in another browser
    browser.open(f"{server.url}/v2/web/account")
    assert "Sign in with your second factor." in browser.text_of("wanted")
    answer = browser.http.post(f"{server.url}/v2/web/account/profile", {**form, "name": "Eve"})
    assert "<h1>Sign in</h1>" in answer.text


def _link(browser: Browser, part: str) -> str:
    """The page's link that has this in its address."""
    (link,) = re.findall(rf'href="([^"]*{re.escape(part)}[^"]*)"', browser.response.text)
    return html.unescape(link)


def test_a_policy_may_ask_for_a_second_factor(
    server: AuthServer, person: Person, manager: Api
) -> None:
    """Who has none is led to it; the service that the token is for learns how they signed in."""
    fields = {"high_assurance": True, "required_mfa": True, "authentication_assurance_timeout": 900}
    policy = {
        "project_id": new_project(manager, person)["id"],
        "display_name": "Two factors",
        "description": "For patients' data.",
        **fields,
    }
    made = manager("POST", "policies", {"policy": policy}).json()["policy"]["id"]
    browser = first_step(server, person, session_required_policies=made)
    assert "<h1>Add a second factor</h1>" in browser.response.text
    assert "“Two factors” applies." in browser.text_of("wanted")
    browser.open(_link(browser, "authenticator?interaction"))
    enrol_here(browser)
    browser.open(_link(browser, "/continue?"))
    browser.submit({"decision": "allow"})
    tokens = server.exchange(browser.answer()["code"]).json()
    with server.database.write() as session:
        _, secret = add_credential(session, TRANSFER_CLIENT_ID, "test")
    form = {"token": tokens["other_tokens"][0]["access_token"], "include": "session_info"}
    found = server.post("token/introspect", form, (TRANSFER_CLIENT_ID, secret)).json()
    assert found["session_info"]["authentications"][person.id]["amr"] == ["pwd", "otp", "mfa"]


def test_a_lost_key_locks_nobody_out_who_has_recovery_codes(
    server: AuthServer, person: Person
) -> None:
    secret, codes = enrol(server, person)
    with server.database.write() as session:
        session.execute(update(Totp).values(sealed=b"x" * 60))
    browser = first_step(server, person)
    assert browser.submit({"code": code_of(secret)}).status_code == 400
    assert "Allow" in browser.submit({"code": codes[0]}).text
