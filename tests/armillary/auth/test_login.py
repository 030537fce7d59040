"""The tutorial's login, over HTTP: sign in, consent, code, tokens."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

import jwt
import requests

from armillary.auth.seed import TUTORIAL_CLIENT_ID
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person


def test_tutorial_login_gives_tokens_for_auth_and_transfer(
    server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    assert "Sign in" in browser.response.text
    browser.sign_in(person.username, person.password)
    assert "Allow Tutorial app?" in browser.response.text
    assert "Transfer, share and manage your files" in browser.response.text
    browser.submit({"decision": "allow"})
    code = browser.text_of("auth-code")
    assert code == browser.answer()["code"]
    assert browser.answer()["state"] == "_default"
    assert browser.answer()["iss"] == server.url

    tokens = server.exchange(code).json()

    assert tokens["resource_server"] == "auth.globus.org"
    assert set(tokens["scope"].split()) == {"openid", "profile", "email"}
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 172800
    assert tokens["state"] == "_default"
    assert "refresh_token" not in tokens
    (transfer,) = tokens["other_tokens"]
    assert transfer["resource_server"] == "transfer.api.globus.org"
    assert transfer["scope"] == TRANSFER_ALL
    assert "other_tokens" not in transfer


def test_id_token_verifies_with_the_published_key(server: AuthServer, person: Person) -> None:
    tokens = server.log_in(person, nonce="n-0S6_WzA2Mj")
    discovery = requests.get(f"{server.url}/.well-known/openid-configuration").json()
    jwks = requests.get(discovery["jwks_uri"]).json()
    claims = jwt.decode(
        tokens["id_token"],
        jwt.PyJWK(jwks["keys"][0]),
        algorithms=discovery["id_token_signing_alg_values_supported"],
        audience=TUTORIAL_CLIENT_ID,
        issuer=discovery["issuer"],
    )
    half = hashlib.sha512(tokens["access_token"].encode()).digest()[:32]
    assert claims["at_hash"] == urlsafe_b64encode(half).rstrip(b"=").decode()
    assert claims["sub"] == person.id
    assert claims["nonce"] == "n-0S6_WzA2Mj"
    assert claims["preferred_username"] == person.username
    assert claims["name"] == "Ada Lovelace"
    assert claims["email"] == "ada@example.org"
    assert claims["last_authentication"] == claims["auth_time"]
    assert "identity_set" not in claims


def test_consent_is_asked_only_for_what_is_new(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser, scope="openid")
    browser.open(server.authorize_url(scope=f"openid {TRANSFER_ALL}"))
    assert "Transfer, share" in browser.response.text
    assert "Know who you are" not in browser.response.text
    browser.submit({"decision": "allow"})
    browser.open(server.authorize_url(scope=f"openid {TRANSFER_ALL}"))
    assert browser.answer()["code"]


def test_acting_while_the_person_is_away_is_asked_for_once(
    server: AuthServer, person: Person
) -> None:
    browser = server.browser()
    server.code(person, browser, scope="openid")
    browser.open(server.authorize_url(scope="openid", access_type="offline"))
    assert "while you are away" in browser.response.text
    browser.submit({"decision": "allow"})
    for access_type in ("offline", "online"):
        browser.open(server.authorize_url(scope="openid", access_type=access_type))
        assert browser.answer()["code"]


def test_denied_consent_goes_back_to_the_app(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    browser.open(server.authorize_url(redirect_uri="http://localhost:5432", state="abc"))
    browser.sign_in(person.username, person.password)
    browser.submit({"decision": "deny"})
    answer = browser.answer()
    assert browser.left_for is not None
    assert browser.left_for.startswith("http://localhost:5432?")
    assert answer["error"] == "access_denied"
    assert answer["state"] == "abc"
    assert answer["iss"] == server.url
    browser.open(server.authorize_url())
    assert "Allow Tutorial app?" in browser.response.text


def test_wrong_password_shows_the_form_again(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    browser.sign_in(person.username, "wrong")
    assert browser.response.status_code == 400
    assert browser.text_of("problem") == "The username or the password is wrong."
    browser.sign_in(person.username, person.password)
    assert "Allow Tutorial app?" in browser.response.text


def test_signing_up_makes_an_account_and_goes_on(server: AuthServer) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    interaction = browser.page().forms[0].fields["interaction"]
    browser.open(f"{server.url}/v2/web/sign-up?interaction={interaction}")
    filled = {"username": "Grace", "name": "Grace Hopper", "email": "grace@example.org"}
    browser.submit({**filled, "password": "short"})
    assert "12 to 1024" in browser.text_of("problem")
    browser.submit({**filled, "password": "a sentence is long enough"})
    assert "Allow Tutorial app?" in browser.response.text
    assert "grace" in browser.response.text


def test_a_username_is_taken_once_whatever_its_case(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    browser.open(server.authorize_url())
    interaction = browser.page().forms[0].fields["interaction"]
    browser.open(f"{server.url}/v2/web/sign-up?interaction={interaction}")
    filled = {"name": "Another Ada", "email": "other@example.org"}
    password = "a sentence is long enough"
    browser.submit({**filled, "username": person.username.upper(), "password": password})
    assert "This username is taken" in browser.text_of("problem")
    browser.submit({**filled, "username": "ada-2", "password": password})
    assert "Allow Tutorial app?" in browser.response.text


def test_refresh_tokens_come_when_asked_for_and_work_again_and_again(
    server: AuthServer, person: Person
) -> None:
    tokens = server.log_in(person, access_type="offline")
    (transfer,) = tokens["other_tokens"]
    for _ in range(2):
        fresh = server.refresh(transfer["refresh_token"]).json()
        assert fresh["resource_server"] == "transfer.api.globus.org"
        assert fresh["other_tokens"] == []
        assert fresh["scope"] == TRANSFER_ALL
        assert fresh["refresh_token"] == transfer["refresh_token"]
        assert fresh["access_token"] != transfer["access_token"]


def test_what_was_allowed_can_be_taken_back(server: AuthServer, person: Person) -> None:
    page = f"{server.url}/v2/web/consents"
    browser = server.browser()
    browser.open(page)
    assert "continue to <strong>the apps that you allowed</strong>" in browser.response.text
    browser.sign_in(person.username, person.password)
    assert browser.response.url == page
    code = server.code(person, browser, access_type="offline")
    tokens = server.exchange(code).json()
    browser.open(page)
    assert "Tutorial app" in browser.response.text
    assert "Transfer, share and manage your files" in browser.response.text
    forged = browser.http.post(page, {"app": TUTORIAL_CLIENT_ID}, allow_redirects=False)
    assert forged.status_code == 403
    browser.submit({})
    assert "No app may do anything for you" in browser.response.text
    assert server.refresh(tokens["refresh_token"]).status_code == 401
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert requests.get(f"{server.url}/v2/oauth2/userinfo", headers=headers).status_code == 401
    browser.open(server.authorize_url())
    assert "Allow Tutorial app?" in browser.response.text
