"""Attacks that RFC 9700, RFC 6819 and the OWASP lists describe, tried through the front door."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from unittest import mock
from urllib.parse import quote, urlsplit

import pytest
import requests
from argon2 import PasswordHasher

from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.own_pages import OWN_PAGES
from armillary.auth.clients.model import Client
from armillary.auth.clients.store import add_credential
from armillary.auth.identities import passwords
from armillary.auth.identities.store import create_identity
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from armillary.auth.sessions.throttle import PASSWORDS
from tests.armillary.auth.conftest import VERIFIER, AuthServer, Person

COOKIE = "armillary_session"


def test_a_replayed_code_is_refused_and_voids_what_it_gave(
    server: AuthServer, person: Person
) -> None:
    code = server.code(person, access_type="offline")
    tokens = server.exchange(code).json()
    replay = server.exchange(code)
    assert (replay.status_code, replay.json()["error"]) == (401, "invalid_grant")
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    userinfo = requests.get(f"{server.url}/v2/oauth2/userinfo", headers=headers)
    assert userinfo.status_code == 401


def test_a_code_raced_for_is_spent_once(server: AuthServer, person: Person) -> None:
    code = server.code(person)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: server.exchange(code).status_code, range(8)))
    assert answers.count(200) <= 1
    assert set(answers) <= {200, 401}
    assert server.exchange(code).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": VERIFIER[:-1]},
        {"code_verifier": ""},
        {"code_verifier": "v" * 129},
        {"redirect_uri": "http://localhost:1"},
        {"client_id": "b1629e83-00e8-4036-a3bd-8a21dc2f9dce"},
        {"code": "x"},
    ],
)
def test_a_stolen_code_is_worth_nothing(
    server: AuthServer, person: Person, changes: dict[str, str]
) -> None:
    code = server.code(person)
    answer = server.exchange(**{"code": code, **changes})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_grant")
    assert server.exchange(code).status_code == 200  # and its owner can still use it


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request_uri": "https://evil.example/"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "openid["}, "invalid_scope"),
        ({"scope": "openid nonsense"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "whatever"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
    ],
)
def test_bad_requests_are_told_to_the_app(
    server: AuthServer, changes: dict[str, str | None], error: str
) -> None:
    browser = server.browser()
    browser.open(server.authorize_url(redirect_uri="http://localhost:5", state="s&t=u", **changes))
    answer = browser.answer()
    assert answer["error"] == error
    assert answer["error_description"]
    assert answer["state"] == "s&t=u"
    assert answer["iss"] == server.url
    assert "code" not in answer


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": None},
        {"client_id": "00000000-0000-0000-0000-000000000000"},
        {"client_id": "x\0y"},
        {"client_id": "' OR 1=1 --"},
        {"client_id": "524230d7-ea86-4a52-8312-86065a9e0417"},
        {"redirect_uri": None},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": "http://localhost:5/path"},
        {"redirect_uri": "http://localhost:5@evil.example/"},
        {"redirect_uri": "//evil.example"},
    ],
)
def test_nothing_is_sent_to_places_that_are_not_the_apps(
    server: AuthServer, changes: dict[str, str | None]
) -> None:
    answer = requests.get(server.authorize_url(**changes), allow_redirects=False)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/html")


def test_repeated_parameters_are_refused(server: AuthServer) -> None:
    url = server.authorize_url() + "&redirect_uri=https%3A%2F%2Fevil.example"
    answer = requests.get(url, allow_redirects=False)
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_an_app_without_secret_can_not_drop_the_proof_key(
    server: AuthServer, person: Person
) -> None:
    """A code issued with a challenge is not given for a request that leaves the verifier out."""
    code = server.code(person)
    form = {"grant_type": "authorization_code", "client_id": TUTORIAL_CLIENT_ID, "code": code}
    assert server.token({**form, "redirect_uri": server.code_page}).status_code == 401


def test_signing_in_changes_the_session_cookie(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    planted = "planted-by-somebody-else-0123456789"
    browser.http.cookies.set(COOKIE, planted, domain="127.0.0.1", path="/")
    browser.open(server.authorize_url())
    browser.sign_in(person.username, person.password)
    assert "Allow Tutorial app?" in browser.response.text
    victim = [c.value for c in browser.http.cookies if c.name == COOKIE]
    assert planted not in victim
    attacker = requests.get(server.authorize_url(), cookies={COOKIE: planted})
    assert "<h1>Sign in</h1>" in attacker.text


def test_the_session_cookie_is_out_of_reach(server: AuthServer) -> None:
    header = requests.get(server.authorize_url()).headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=lax" in header
    assert "domain=" not in header


def consent_form(server: AuthServer, person: Person) -> tuple[requests.Session, dict[str, str]]:
    browser = server.browser()
    browser.open(server.authorize_url())
    browser.sign_in(person.username, person.password)
    return browser.http, {**browser.page().forms[0].fields, "decision": "allow"}


@pytest.mark.parametrize(
    ("changes", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "0" * 64}, {}),
        ({}, {"Origin": "https://evil.example"}),
        ({}, {"Origin": "null"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
    ],
)
def test_forged_consent_is_refused(
    server: AuthServer, person: Person, changes: dict[str, str], headers: dict[str, str]
) -> None:
    http, fields = consent_form(server, person)
    url = f"{server.url}/v2/web/consent"
    forged = http.post(url, {**fields, **changes}, headers=headers, allow_redirects=False)
    assert forged.status_code == 403
    assert "location" not in forged.headers
    honest = http.post(url, fields, allow_redirects=False)
    assert "code=" in honest.headers["location"]


def test_one_persons_form_is_worth_nothing_in_anothers_browser(
    server: AuthServer, person: Person
) -> None:
    _, fields = consent_form(server, person)
    with server.database.write() as session:
        create_identity(session, username="eve", password="x" * 12, name="E", email="e@e.example")
    eve, _ = consent_form(server, Person("", "eve", "x" * 12))
    answer = eve.post(f"{server.url}/v2/web/consent", fields, allow_redirects=False)
    assert answer.status_code == 403


def test_an_altered_interaction_is_refused(server: AuthServer, person: Person) -> None:
    http, fields = consent_form(server, person)
    header, claims, signature = fields["interaction"].split(".")
    flipped = claims[:-2] + ("A" if claims[-2] != "A" else "B") + claims[-1]
    altered = {**fields, "interaction": f"{header}.{flipped}.{signature}"}
    answer = http.post(f"{server.url}/v2/web/consent", altered, allow_redirects=False)
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_prompt_login_wants_the_password_again(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    browser.open(server.authorize_url(prompt="login"))
    assert "<h1>Sign in</h1>" in browser.response.text
    # Going on without having signed in leads back to the form.
    interaction = browser.page().forms[0].fields["interaction"]
    browser.open(f"{server.url}/v2/web/continue?interaction={interaction}")
    assert "<h1>Sign in</h1>" in browser.response.text
    browser.sign_in(person.username, person.password)
    assert browser.answer()["code"]


def test_max_age_wants_the_password_again(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    browser.open(server.authorize_url(max_age="3600"))
    assert browser.answer()["code"]
    browser.open(server.authorize_url(max_age="0"))
    assert "<h1>Sign in</h1>" in browser.response.text
    browser.sign_in(person.username, person.password)
    assert browser.answer()["code"]


def test_signing_in_as_somebody_else_is_asked_for(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    browser.open(server.authorize_url(session_required_identities=person.id))
    assert browser.answer()["code"]
    for wish in (
        {"session_required_identities": f"{person.id},grace"},
        {"session_required_single_domain": "elsewhere.example"},
        # She chose the end of her username herself; nobody vouches for it.
        {"session_required_single_domain": "example.org"},
    ):
        browser.open(server.authorize_url(**wish))
        assert "<h1>Sign in</h1>" in browser.response.text
    browser.open(server.authorize_url(session_required_mfa="True"))
    assert "<h1>Add a second factor</h1>" in browser.response.text


def test_signing_out_ends_the_session(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    stolen = next(c.value for c in browser.http.cookies if c.name == COOKIE)
    browser.open(f"{server.url}/v2/web/logout")
    assert person.username in browser.response.text
    browser.submit({})
    assert "You are signed out" in browser.response.text
    answer = requests.get(server.authorize_url(), cookies={COOKIE: stolen or ""})
    assert "<h1>Sign in</h1>" in answer.text


def test_known_and_unknown_usernames_look_alike(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    seen = []
    for username in (person.username, "nobody"):
        browser.open(server.authorize_url())
        with mock.patch.object(passwords, "_hasher", wraps=passwords._hasher) as hasher:
            browser.sign_in(username, "wrong")
        seen.append(
            (browser.response.status_code, browser.text_of("problem"), hasher.verify.call_count)
        )
    assert seen[0] == seen[1]
    assert seen[0][2] == 1


def test_the_hash_for_unknown_usernames_costs_as_much_as_a_real_one() -> None:
    parameters = re.compile(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$")
    real = parameters.match(PasswordHasher().hash("x"))
    dummy = parameters.match(passwords._DUMMY)
    assert real is not None
    assert dummy is not None
    assert real.groups() == dummy.groups()
    assert int(real[1]) >= 64 * 1024  # RFC 9106 section 4, second recommendation: 64 MiB


@pytest.mark.parametrize("username", ["ada@example.org", "nobody"])
def test_guessing_is_slowed_down(server: AuthServer, person: Person, username: str) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    for _ in range(PASSWORDS.per_subject_and_address):
        assert browser.sign_in(username, "wrong").status_code == 400
    assert browser.sign_in(username, person.password).status_code == 429
    assert "Wait a quarter of an hour" in browser.text_of("problem")


def test_a_success_clears_the_count(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    for _ in range(2):
        browser.open(server.authorize_url(prompt="login"))
        for _ in range(PASSWORDS.per_subject_and_address - 1):
            assert browser.sign_in(person.username, "wrong").status_code == 400
        assert browser.sign_in(person.username, person.password).status_code == 200


def test_huge_passwords_are_not_hashed(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    assert browser.sign_in(person.username, person.password + "x" * 100_000).status_code == 400
    assert browser.sign_in(person.username, "x" * (2 << 20)).status_code == 413


def test_characters_that_no_database_stores_are_refused(server: AuthServer) -> None:
    for path in ("/v2/oauth2/authorize?client_id=%00", "/v2/web/continue?interaction=%00"):
        assert requests.get(server.url + path).status_code == 400
    body = {"client": {"name": "a\0b", "template_id": "95fdeba8-fac2-42bd-a357-e068d82ff78e"}}
    assert requests.post(f"{server.url}/v2/api/clients", json=body).status_code == 400
    broken = '{"client": {"name": "\\ud800"}}'
    headers = {"Content-Type": "application/json"}
    answer = requests.post(f"{server.url}/v2/api/clients", data=broken, headers=headers)
    assert answer.status_code == 400


def test_markup_in_a_request_is_shown_as_text(server: AuthServer) -> None:
    evil = '"><script>alert(1)</script>'
    page = requests.get(server.authorize_url(session_message=evil, login_hint=evil)).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    code_page = requests.get(f"{server.code_page}?code={quote(evil)}")
    assert code_page.status_code == 400
    assert "alert(1)" not in code_page.text
    told = requests.get(f"{server.code_page}?error=x&error_description=call+this+number")
    assert "call this number" not in told.text


def test_pages_can_not_be_framed_scripted_or_kept(server: AuthServer) -> None:
    headers = requests.get(server.authorize_url(redirect_uri="http://localhost:5")).headers
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in headers["content-security-policy"].split(";")
    )
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["form-action"] == "'self' http://localhost:5"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers  # plain http here


def test_the_code_page_tells_nobody_its_address(server: AuthServer) -> None:
    answer = requests.get(f"{server.code_page}?code={'c' * 43}")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_answers_with_tokens_are_not_kept(server: AuthServer, person: Person) -> None:
    answer = server.exchange(server.code(person))
    assert answer.headers["cache-control"] == "no-store"


def test_the_interaction_names_nothing_that_redirects_elsewhere(server: AuthServer) -> None:
    """The pages' own redirects stay here: there is no parameter that holds a place to go."""
    answer = requests.post(
        f"{server.url}/v2/oauth2/authorize",
        data={"client_id": "x", "redirect_uri": "https://evil.example"},
        allow_redirects=False,
    )
    assert urlsplit(answer.headers["location"]).netloc == urlsplit(server.url).netloc
    assert set(Interaction.__dataclass_fields__) == {
        *("parameters", "requested_at", "page", "user_code"),
    }
    assert all(page.path.startswith("/v2/web/") for page in OWN_PAGES.values())


@pytest.mark.parametrize("with_challenge", [True, False])
def test_pkce_is_neither_dropped_nor_invented(
    server: AuthServer, person: Person, with_challenge: bool
) -> None:
    """RFC 9700 section 4.8.2, for a client that may choose whether to use PKCE."""
    with server.database.write() as session:
        client = Client(
            name="web app", client_type="confidential_client", redirect_uris=["http://localhost"]
        )
        session.add(client)
        session.flush()
        secret = add_credential(session, client.id, "first")[1]
    redirect = "http://localhost:5"
    app: dict[str, str | None] = {"client_id": client.id, "redirect_uri": redirect}
    if not with_challenge:
        app |= {"code_challenge": None, "code_challenge_method": None}
    code = server.code(person, None, **app)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    proof = {"code_verifier": VERIFIER}
    wrong, right = ({}, proof) if with_challenge else (proof, {})
    assert server.token({**form, **wrong}, auth=(client.id, secret)).status_code == 401
    assert server.token(form).status_code == 401
    assert server.token({**form, **right}, auth=(client.id, secret)).status_code == 200


def test_no_other_origin_may_read_answers(server: AuthServer) -> None:
    headers = {"Origin": "https://evil.example"}
    for url in (server.authorize_url(), f"{server.url}/v2/oauth2/userinfo", f"{server.url}/x"):
        answer = requests.get(url, headers=headers)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_forms_are_answered_with_303(server: AuthServer, person: Person) -> None:
    http, fields = consent_form(server, person)
    answer = http.post(f"{server.url}/v2/web/consent", fields, allow_redirects=False)
    assert answer.status_code == 303


def test_one_of_many_gets_a_username(server: AuthServer) -> None:
    browsers = [server.browser() for _ in range(4)]
    for browser in browsers:
        browser.open(server.authorize_url())
        interaction = quote(browser.page().forms[0].fields["interaction"])
        browser.open(f"{server.url}/v2/web/sign-up?interaction={interaction}")
    filled = {"username": "same", "name": "S", "email": "s@example.org", "password": "x" * 12}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda browser: browser.submit(filled), browsers))
    assert sorted(a.status_code for a in answers)[0] == 200
    assert [a.status_code for a in answers].count(200) == 1
    assert {a.status_code for a in answers} <= {200, 400, 409}
