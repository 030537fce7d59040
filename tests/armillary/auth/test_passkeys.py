"""Passkeys, spoken to over HTTP by one in software that can do everything wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from armillary.auth.audit import AuditEvent
from armillary.auth.factors.model import Passkey
from armillary.auth.factors.relying_party import RelyingParty, relying_party
from armillary.auth.identities.store import create_identity
from armillary.auth.sessions.model import Authentication
from armillary.auth.sessions.throttle import PASSKEYS
from armillary.core.settings import Settings
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, MakeServer, Person, Stage
from tests.armillary.auth.factors import account, code_of, enrol
from tests.armillary.auth.softkey import PRESENT, VERIFIED, SoftKey, b64, unb64

SECOND = "/second-factor/passkey"
ALONE = "/login/passkey"


@pytest.fixture
def server(make_server: MakeServer, stage: Stage) -> AuthServer:
    """A server under a name: browsers allow no passkeys for addresses."""
    return make_server(base_url=stage.base_url.replace("127.0.0.1", "localhost"))


def add(server: AuthServer, browser: Browser, key: SoftKey, **fields: str) -> None:
    """Make a passkey on the account page."""
    browser.open(f"{server.url}/v2/web/account/passkey")
    options = browser.page().forms[0].options
    browser.submit({"credential": key.create(options), **fields})


@pytest.fixture
def key(server: AuthServer, person: Person) -> SoftKey:
    """A passkey of the person's."""
    key = SoftKey(server.settings.base_url)
    browser = account(server, person)
    add(server, browser, key, name="My telephone")
    assert len(browser.text_of("recovery-codes").split()) == 10
    return key


def half_way(server: AuthServer, person: Person) -> Browser:
    browser = server.browser()
    browser.open(server.authorize_url())
    browser.sign_in(person.username, person.password)
    assert "<h1>One step more</h1>" in browser.response.text
    return browser


def answer(browser: Browser, ending: str, key: SoftKey) -> None:
    form = browser.form(ending)
    credential = key.get(browser.page().forms[form].options)
    browser.submit({"credential": credential}, form=form)


def amr_of(server: AuthServer, person: Person) -> list[str]:
    with server.database.read() as session:
        newest = select(Authentication).where(Authentication.identity_id == person.id)
        found = session.scalars(newest.order_by(Authentication.auth_time.desc())).first()
        return found.amr if found else []


def test_a_passkey_signs_in_alone(server: AuthServer, person: Person, key: SoftKey) -> None:
    browser = server.browser()
    browser.open(server.authorize_url(session_required_mfa="true"))
    answer(browser, ALONE, key)
    assert "Allow Tutorial app?" in browser.response.text
    assert amr_of(server, person) == ["hwk", "user", "mfa"]


def test_a_passkey_is_a_second_factor(server: AuthServer, person: Person, key: SoftKey) -> None:
    key.flags = PRESENT  # the password has said already who it is
    browser = half_way(server, person)
    (allowed,) = json.loads(browser.page().forms[browser.form(SECOND)].options)["allowCredentials"]
    assert allowed["id"] == b64(key.id)
    answer(browser, SECOND, key)
    assert "Allow Tutorial app?" in browser.response.text
    assert amr_of(server, person) == ["pwd", "hwk", "user", "mfa"]


def test_making_one_makes_the_session_strong(
    server: AuthServer, person: Person, key: SoftKey
) -> None:
    assert amr_of(server, person) == ["pwd", "hwk", "user", "mfa"]
    with server.database.read() as session:
        assert session.scalars(select(Passkey.name)).one() == "My telephone"


def wrong_origin(key: SoftKey) -> None:
    key.origin = "https://evil.example"


def neighbouring_origin(key: SoftKey) -> None:
    key.origin = key.origin.replace("localhost", "localhost.evil.example")


def wrong_rp_id(key: SoftKey) -> None:
    key.rp_id = "evil.example"


def wrong_challenge(key: SoftKey) -> None:
    key.challenge = b64(bytes(32))


def wrong_key(key: SoftKey) -> None:
    key.key = SoftKey("").key


def wrong_handle(key: SoftKey) -> None:
    key.handle = b64(bytes(16))


def wrong_kind(key: SoftKey) -> None:
    key.kind = "webauthn.create"


def nobody_there(key: SoftKey) -> None:
    key.flags = VERIFIED


def unknown_id(key: SoftKey) -> None:
    key.id = bytes(32)


WRONG = [
    wrong_origin,
    neighbouring_origin,
    wrong_rp_id,
    wrong_challenge,
    wrong_key,
    wrong_handle,
    wrong_kind,
    nobody_there,
    unknown_id,
]


@pytest.mark.parametrize("spoil", WRONG)
@pytest.mark.parametrize("ending", [ALONE, SECOND])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_answer_signs_nobody_in(
    server: AuthServer,
    person: Person,
    key: SoftKey,
    spoil: Callable[[SoftKey], None],
    ending: str,
) -> None:
    if ending == SECOND:
        browser = half_way(server, person)
    else:
        browser = server.browser()
        browser.open(server.authorize_url())
    spoil(key)
    answer(browser, ending, key)
    assert browser.response.status_code == 400
    assert browser.text_of("problem")
    browser.open(server.authorize_url())
    assert "<h1>Sign in</h1>" in browser.response.text
    with server.database.read() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None
    assert last.event in ("login.failed", "second_factor.failed")


@pytest.mark.parametrize("spoil", [wrong_origin, wrong_rp_id, wrong_challenge, nobody_there])
def test_a_wrong_answer_makes_no_passkey(
    server: AuthServer, person: Person, spoil: Callable[[SoftKey], None]
) -> None:
    key = SoftKey(server.settings.base_url)
    spoil(key)
    browser = account(server, person)
    add(server, browser, key)
    assert browser.response.status_code == 400
    assert browser.text_of("problem")
    with server.database.read() as session:
        assert session.scalars(select(Passkey)).all() == []


def test_a_passkey_alone_must_know_who_holds_it(
    server: AuthServer, person: Person, key: SoftKey
) -> None:
    key.flags = PRESENT
    browser = server.browser()
    browser.open(server.authorize_url())
    answer(browser, ALONE, key)
    assert browser.response.status_code == 400


def test_an_answer_counts_once(server: AuthServer, person: Person, key: SoftKey) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    form = browser.page().forms[browser.form(ALONE)]
    fields = {**form.fields, "credential": key.get(form.options)}
    cookies = dict(browser.http.cookies)
    first = browser.http.post(form.action, fields, allow_redirects=False)
    assert first.status_code == 303
    thief = server.browser()
    replay = thief.http.post(form.action, fields, cookies=cookies, allow_redirects=False)
    assert replay.status_code == 400
    assert "answered before" in replay.text


def test_a_challenge_that_was_answered_wrongly_is_spent_too(
    server: AuthServer, person: Person, key: SoftKey
) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    form = browser.page().forms[browser.form(ALONE)]
    right = {**form.fields, "credential": key.get(form.options)}
    assert browser.http.post(form.action, {**right, "credential": "{}"}).status_code == 400
    assert browser.http.post(form.action, right).status_code == 400


def test_a_challenge_is_for_one_browser(server: AuthServer, person: Person, key: SoftKey) -> None:
    """An answer made in the attacker's browser can't sign a victim's browser in, nor vice versa."""
    one, other = server.browser(), server.browser()
    one.open(server.authorize_url())
    other.open(server.authorize_url())
    form = one.page().forms[one.form(ALONE)]
    stolen = {"challenge": form.fields["challenge"], "credential": key.get(form.options)}
    other.submit(stolen, form=other.form(ALONE))
    assert other.response.status_code == 400


def test_a_challenge_is_for_one_purpose(server: AuthServer, person: Person, key: SoftKey) -> None:
    """An answer without the person's check, as after a password, is none for signing in alone."""
    browser = half_way(server, person)
    form = browser.page().forms[browser.form(SECOND)]
    stolen = {"challenge": form.fields["challenge"], "credential": key.get(form.options)}
    browser.open(server.authorize_url())
    browser.submit(stolen, form=browser.form(ALONE))
    assert browser.response.status_code == 400


def test_somebody_elses_passkey_is_no_second_factor(
    server: AuthServer, person: Person, key: SoftKey
) -> None:
    with server.database.write() as session:
        create_identity(session, username="eve", password="x" * 12, name="E", email="e@e.example")
    eve = SoftKey(server.settings.base_url)
    add(server, account(server, Person("", "eve", "x" * 12)), eve)
    browser = half_way(server, person)
    answer(browser, SECOND, eve)
    assert browser.response.status_code == 400
    answer(browser, SECOND, key)
    assert "Allow Tutorial app?" in browser.response.text


def test_a_copied_key_is_noticed(server: AuthServer, person: Person, key: SoftKey) -> None:
    """A counter that goes back tells of a copy (WebAuthn section 6.1.1)."""
    for count, status in ((5, 200), (5, 400), (4, 400), (6, 200)):
        key.count = count
        browser = server.browser()
        browser.open(server.authorize_url())
        answer(browser, ALONE, key)
        assert browser.response.status_code == status, count


def test_a_passkey_belongs_to_one_account(server: AuthServer, person: Person, key: SoftKey) -> None:
    with server.database.write() as session:
        create_identity(session, username="eve", password="x" * 12, name="E", email="e@e.example")
    eve = account(server, Person("", "eve", "x" * 12))
    add(server, eve, key)
    assert eve.response.status_code == 409
    with server.database.read() as session:
        assert session.scalars(select(Passkey.identity_id)).all() == [person.id]


JUNK = [
    "",
    "x",
    "[]",
    "null",
    "{}",
    '{"id": 1}',
    '{"id": "\\u0000"}',
    '{"response": []}',
    "9" * 5000,
]


def test_junk_is_refused(server: AuthServer, person: Person, key: SoftKey) -> None:
    signing_in, adding = server.browser(), account_by(server, key)
    for junk in JUNK:
        signing_in.open(server.authorize_url())
        signing_in.submit({"credential": junk}, form=signing_in.form(ALONE))
        assert signing_in.response.status_code == 400, junk
        adding.open(f"{server.url}/v2/web/account/passkey")
        assert adding.submit({"credential": junk}).status_code == 400, junk


@pytest.mark.parametrize("name", ["clientDataJSON", "authenticatorData", "signature", "userHandle"])
def test_half_right_answers_are_refused(
    server: AuthServer, person: Person, key: SoftKey, name: str
) -> None:
    browser = server.browser()
    values: list[object] = ["", "!", "AAAA", 1, [], {}, 0, True]
    for junk in values:
        browser.open(server.authorize_url())
        form = browser.form(ALONE)
        credential = json.loads(key.get(browser.page().forms[form].options))
        credential["response"][name] = junk
        browser.submit({"credential": json.dumps(credential)}, form=form)
        assert browser.response.status_code == 400, junk


def test_a_passkey_and_an_app_stand_side_by_side(
    server: AuthServer, person: Person, key: SoftKey
) -> None:
    browser = account_by(server, key)
    browser.open(f"{server.url}/v2/web/account/authenticator")
    secret = browser.text_of("totp-secret").replace(" ", "")
    browser.submit({"code": code_of(secret)})
    assert "Your second factor is added" in browser.response.text
    browser = half_way(server, person)
    assert "from your authenticator app" in browser.response.text
    answer(browser, SECOND, key)
    assert "Allow" in browser.response.text


def test_passkeys_are_not_offered_where_there_can_be_none(
    make_server: MakeServer, person: Person
) -> None:
    server = make_server()
    browser = server.browser()
    browser.open(server.authorize_url())
    assert "passkey" not in browser.response.text
    browser = account(server, person)
    assert "Passkeys need a host name" in browser.response.text
    browser.open(f"{server.url}/v2/web/account/passkey")
    assert browser.response.status_code == 400
    secret, _ = enrol(server, person)
    assert secret


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://data.example", RelyingParty("data.example", "https://data.example")),
        ("https://data.example:443/x", RelyingParty("data.example", "https://data.example")),
        ("https://data.example:8443", RelyingParty("data.example", "https://data.example:8443")),
        ("http://localhost:8080", RelyingParty("localhost", "http://localhost:8080")),
        ("http://data.example", None),
        ("https://192.0.2.1", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_who_we_are_to_passkeys(base_url: str, expected: RelyingParty | None) -> None:
    assert relying_party(Settings(Path("/nowhere"), base_url)) == expected


def account_by(server: AuthServer, key: SoftKey) -> Browser:
    """A browser on the account page, signed in with the passkey."""
    browser = server.browser()
    browser.open(f"{server.url}/v2/web/account")
    answer(browser, ALONE, key)
    assert "<h1>Your account</h1>" in browser.response.text
    return browser


def test_trying_is_slowed_down(server: AuthServer, person: Person, key: SoftKey) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    for _ in range(PASSKEYS.per_subject):
        browser.submit({"credential": "{}"}, form=browser.form(ALONE))
        assert browser.response.status_code == 400
    answer(browser, ALONE, key)
    assert browser.response.status_code == 429
    browser.sign_in(person.username, person.password)  # the password's own limit is another
    assert "<h1>One step more</h1>" in browser.response.text


def test_the_challenge_is_random(server: AuthServer, person: Person) -> None:
    seen = set()
    for _ in range(3):
        browser = server.browser()
        browser.open(server.authorize_url())
        options = json.loads(browser.page().forms[browser.form(ALONE)].options)
        assert options["userVerification"] == "required"
        assert len(unb64(options["challenge"])) == 32
        seen.add(options["challenge"])
    assert len(seen) == 3
