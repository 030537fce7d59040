"""Apps written with other people's libraries, which know no more of us than the issuer's URL.

Authlib does what web applications do, Requests-OAuthlib what devices without a browser do. Where
an endpoint is and what it accepts they read from the discovery document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import requests
from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OAuthError, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2 import rfc8414
from authlib.oidc.discovery import OpenIDProviderMetadata, get_well_known_url
from joserfc.errors import JoseError
from oauthlib.oauth2 import DeviceClient, OAuth2Error
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session as DeviceSession
from sqlalchemy import update

from armillary.auth.device.model import DeviceCode
from armillary.auth.openid import keyring
from armillary.auth.openid.keyring import rotate_signing_key
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import TRANSFER_ALL, AuthServer, Person

REDIRECT = "https://party.example.org/callback"
SCOPE = "openid profile email"


@dataclass
class Login:
    """What a party holds after somebody signed in.

    :param nonce: that it sent
    """

    token: dict[str, Any]
    nonce: str

    def but(self, **changes: str) -> Login:
        """The same with another part of the token answer."""
        return Login({**self.token, **changes}, self.nonce)


class Party(OAuth2Mixin, OpenIDMixin, BaseApp):
    """An app that relies on the issuer for knowing people."""

    client_cls = OAuth2Session

    def __init__(self, issuer: str, client_id: str, client_secret: str | None = None) -> None:
        self.issuer = issuer
        super().__init__(
            framework=None,
            client_id=client_id,
            client_secret=client_secret,
            server_metadata_url=get_well_known_url(issuer, external=True),
            client_kwargs={"scope": SCOPE, "code_challenge_method": "S256"},
        )

    def endpoint(self, name: str) -> str:
        url: str = self.load_server_metadata()[f"{name}_endpoint"]
        return url

    def session(self, token: dict[str, Any] | None = None) -> Any:
        """What speaks to the OAuth endpoints, an `OAuth2Session` whose types are patchy."""
        metadata = self.load_server_metadata()
        return OAuth2Session(self.client_id, self.client_secret, token=token, **metadata)

    def begin(self) -> dict[str, str]:
        """Where to send a browser, and what to remember meanwhile."""
        begun: dict[str, str] = self.create_authorization_url(REDIRECT, access_type="offline")
        return begun

    def finish(self, begun: dict[str, str], browser: Browser) -> Login:
        """Take the browser's answer for what it is worth."""
        if self.load_server_metadata()["authorization_response_iss_parameter_supported"]:
            assert browser.answer()["iss"] == self.issuer  # RFC 9207 section 2.4
        token = self.fetch_access_token(  # type: ignore[no-untyped-call]
            REDIRECT,
            authorization_response=browser.left_for,
            state=begun["state"],
            code_verifier=begun["code_verifier"],
        )
        return Login(dict(token), begun["nonce"])

    def claims(self, login: Login) -> dict[str, Any]:
        """What the id_token says (OIDC Core section 3.1.3.7).

        :raises JoseError: it is not for this login
        """
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "nonce": {"essential": True},
            "at_hash": {"essential": True},
        }
        return self.parse_id_token(login.token, login.nonce, claims_options=options) or {}


@pytest.fixture(autouse=True)
def loopback_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """The libraries insist on TLS unless they are told."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.fixture
def public(server: AuthServer, person: Person, manager: Api) -> Party:
    fields = {"client_type": "public_installed_client", "redirect_uris": [REDIRECT]}
    return Party(server.url, new_client(manager, new_project(manager, person), **fields)["id"])


@pytest.fixture
def confidential(server: AuthServer, person: Person, manager: Api) -> Party:
    fields = {"client_type": "confidential_client", "redirect_uris": [REDIRECT]}
    client = new_client(manager, new_project(manager, person), **fields)
    path = f"clients/{client['id']}/credentials"
    made = manager("POST", path, {"credential": {"name": "first"}}).json()["credential"]
    return Party(server.url, client["id"], made["secret"])


@pytest.fixture(params=["public", "confidential"])
def party(request: pytest.FixtureRequest) -> Party:
    """An app without a secret, and one with."""
    found: Party = request.getfixturevalue(request.param)
    return found


def sign_in(server: AuthServer, person: Person, party: Party) -> Login:
    begun = party.begin()
    return party.finish(begun, decide(server, person, begun["url"]))


def decide(
    server: AuthServer, person: Person, url: str, decision: str = "allow", **typed: str
) -> Browser:
    """What a person does with the pages that begin at an address.

    :param typed: into the form that comes before the sign-in
    """
    browser = server.browser()
    browser.open(url)
    if typed:
        browser.submit(typed)
    browser.sign_in(person.username, person.password)
    if browser.left_for is None:  # not asked what was allowed before
        browser.submit({"decision": decision})
    return browser


@pytest.fixture
def login(server: AuthServer, person: Person, party: Party) -> Login:
    return sign_in(server, person, party)


def userinfo(party: Party, token: dict[str, Any]) -> dict[str, Any]:
    return dict(party.userinfo(token=token))


def test_the_discovery_document_is_valid(server: AuthServer) -> None:
    url = get_well_known_url(server.url, external=True)
    document = requests.get(url).json()
    assert document["issuer"] == server.url
    # OpenID Connect Discovery section 3 wants RS256 listed; we sign as Globus does, and say so.
    document["id_token_signing_alg_values_supported"].append("RS256")
    OpenIDProviderMetadata(document).validate()


def test_apps_without_openid_connect_find_the_same(server: AuthServer) -> None:
    url = rfc8414.get_well_known_url(server.url, external=True)
    document = requests.get(url).json()
    rfc8414.AuthorizationServerMetadata(document).validate()
    assert document == requests.get(get_well_known_url(server.url, external=True)).json()


def test_somebody_signs_in(person: Person, party: Party, login: Login) -> None:
    claims = party.claims(login)
    assert claims["sub"] == person.id
    assert (claims["name"], claims["email"]) == ("Ada Lovelace", "ada@example.org")
    assert userinfo(party, login.token)["sub"] == claims["sub"]
    assert sorted(login.token["scope"].split()) == sorted(SCOPE.split())


def test_an_id_token_is_good_for_one_login_of_one_app(
    server: AuthServer, person: Person, public: Party, confidential: Party
) -> None:
    login, other = sign_in(server, person, public), sign_in(server, person, public)
    assert public.claims(login)
    for party, presented, problem in [
        (public, Login(login.token, other.nonce), "nonce"),
        (public, login.but(access_token=other.token["access_token"]), "at_hash"),
        (public, login.but(id_token=altered(login)), "bad_signature"),
        (confidential, login, "aud"),
        (elsewhere(public), login, "iss"),
    ]:
        with pytest.raises(JoseError, match=problem):
            party.claims(presented)


def altered(login: Login) -> str:
    """The id_token with one character of its signature changed."""
    head, _, signature = login.token["id_token"].rpartition(".")
    return f"{head}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def elsewhere(party: Party) -> Party:
    """The same app as a customer of another issuer, which has the same keys."""
    moved = Party(party.issuer, party.client_id)
    moved.issuer = "https://login.example.net"
    return moved


def test_a_code_wants_the_verifier_and_works_once(
    server: AuthServer, person: Person, party: Party
) -> None:
    begun = party.begin()
    browser = decide(server, person, begun["url"])
    with pytest.raises(OAuthError, match="invalid_grant"):
        party.finish({**begun, "code_verifier": "w" * 48}, browser)
    begun = party.begin()
    browser = decide(server, person, begun["url"])
    login = party.finish(begun, browser)
    with pytest.raises(OAuthError, match="invalid_grant"):
        party.finish(begun, browser)
    with pytest.raises(requests.HTTPError, match="401"):
        userinfo(party, login.token)


def test_a_refusal_comes_from_the_issuer_too(
    server: AuthServer, person: Person, party: Party
) -> None:
    begun = party.begin()
    answer = decide(server, person, begun["url"], "deny").answer()
    assert (answer["error"], answer["state"]) == ("access_denied", begun["state"])
    assert answer["iss"] == party.issuer


def test_tokens_are_refreshed(person: Person, party: Party, login: Login) -> None:
    session = party.session(login.token)
    refreshed = session.refresh_token(party.endpoint("token"))
    assert refreshed["access_token"] != login.token["access_token"]
    assert userinfo(party, refreshed)["sub"] == person.id


def test_revoked_tokens_end(party: Party, login: Login) -> None:
    session = party.session(login.token)
    for kind in ("access_token", "refresh_token"):
        url = party.endpoint("revocation")
        answer = session.revoke_token(url, login.token[kind], token_type_hint=kind)
        assert answer.status_code == 200
    with pytest.raises(requests.HTTPError, match="401"):
        userinfo(party, login.token)
    with pytest.raises(OAuthError, match="invalid_grant"):
        session.refresh_token(party.endpoint("token"))


def introspected(party: Party, token: dict[str, Any]) -> dict[str, Any]:
    session = party.session()
    answer = session.introspect_token(party.endpoint("introspection"), token["access_token"])
    document: dict[str, Any] = answer.json()
    return document


def test_tokens_are_introspected(server: AuthServer, person: Person, confidential: Party) -> None:
    login = sign_in(server, person, confidential)
    told = introspected(confidential, login.token)
    assert told["active"] is True
    assert (told["sub"], told["client_id"]) == (person.id, confidential.client_id)
    assert told["iss"] == confidential.issuer
    session = confidential.session()
    session.revoke_token(confidential.endpoint("revocation"), login.token["access_token"])
    assert introspected(confidential, login.token) == {"active": False}


def test_who_has_no_secret_introspects_nothing(
    server: AuthServer, person: Person, public: Party
) -> None:
    login = sign_in(server, person, public)
    assert introspected(public, login.token)["error"] == "invalid_client"


def test_an_app_gets_tokens_of_its_own(confidential: Party) -> None:
    token = confidential.session().fetch_token(
        confidential.endpoint("token"), grant_type="client_credentials", scope="openid profile"
    )
    assert userinfo(confidential, token)["sub"] == confidential.client_id
    assert introspected(confidential, token)["sub"] == confidential.client_id
    assert "refresh_token" not in token


def test_an_app_without_a_secret_gets_none_of_its_own(public: Party) -> None:
    with pytest.raises(OAuthError, match="unauthorized_client"):
        public.session().fetch_token(
            public.endpoint("token"), grant_type="client_credentials", scope=TRANSFER_ALL
        )


def test_new_keys_are_found(
    server: AuthServer, person: Person, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "LOOKS_EVERY", 0.0)
    before = sign_in(server, person, party)
    assert party.claims(before)
    rotate_signing_key(server.settings.keys_dir)
    after = sign_in(server, person, party)
    assert party.claims(after)["sub"] == party.claims(before)["sub"] == person.id


class Device:
    """A machine without a browser (RFC 8628)."""

    def __init__(self, party: Party) -> None:
        self._party = party
        self._session = DeviceSession(
            client=DeviceClient(party.client_id, scope=SCOPE), scope=SCOPE
        )
        secret = party.client_secret
        self._auth = HTTPBasicAuth(party.client_id, secret) if secret else None
        self.told = self._begin()

    def _begin(self) -> dict[str, Any]:
        form = {"client_id": self._party.client_id, "scope": SCOPE}
        url = self._party.endpoint("device_authorization")
        answer = requests.post(url, data=form, auth=self._auth)
        answer.raise_for_status()
        document: dict[str, Any] = answer.json()
        return document

    def poll(self) -> dict[str, Any]:
        """:raises OAuth2Error: nobody has decided, or not so"""
        token = self._session.fetch_token(
            self._party.endpoint("token"),
            device_code=self.told["device_code"],
            auth=self._auth,
            include_client_id=self._auth is None,
        )
        return dict(token)


def test_a_device_signs_somebody_in(server: AuthServer, person: Person, party: Party) -> None:
    device = Device(party)
    with pytest.raises(OAuth2Error, match="authorization_pending"):
        device.poll()
    with pytest.raises(OAuth2Error, match="slow_down"):
        device.poll()
    decide(server, person, device.told["verification_uri"], user_code=device.told["user_code"])
    intervals_pass(server)
    assert userinfo(party, device.poll())["sub"] == person.id


def test_a_device_is_told_of_a_refusal(server: AuthServer, person: Person, party: Party) -> None:
    device = Device(party)
    typed = {"user_code": device.told["user_code"]}
    decide(server, person, device.told["verification_uri"], "deny", **typed)
    with pytest.raises(OAuth2Error, match="access_denied"):
        device.poll()


def intervals_pass(server: AuthServer) -> None:
    """As if the devices had waited as long as they were told to."""
    with server.database.write() as session:
        session.execute(update(DeviceCode).values(polled_at=None))
