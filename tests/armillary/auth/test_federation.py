"""Signing in with another organization's identity provider: an honest one, and others."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from armillary.auth.app import create_app
from armillary.auth.audit import AuditEvent
from armillary.auth.clients.model import Client
from armillary.auth.clients.store import add_credential
from armillary.auth.federation.config import ConfigurationError, load_providers
from armillary.auth.federation.errors import FederationError, FederationRefused
from armillary.auth.federation.fetch import Fetcher
from armillary.auth.federation.rules import signed_in_at
from armillary.auth.identities.known_providers import register_providers
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import create_identity
from armillary.auth.seed import well_known
from armillary.auth.tokens.lookup import find_access_token
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.db.migrate import upgrade
from armillary.web.pages import static_app
from tests.armillary.auth.auth_api import Api
from tests.armillary.auth.browser import Browser
from tests.armillary.auth.conftest import AuthServer, Person, Stage, listen, serving
from tests.armillary.auth.upstream import CLIENT, Upstream

PROVIDER_ID = new_id()
DOMAIN = "lab.example.org"


def configuration(issuer: str, **changes: Any) -> str:
    values = {
        "id": PROVIDER_ID,
        "name": "The Lab",
        "short_name": "lab",
        "issuer": issuer,
        "client_id": CLIENT[0],
        "client_secret": CLIENT[1],
        "domains": [DOMAIN, "old-lab.example.org"],
        "private_network": True,
        **changes,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join(["[[provider]]", *lines, ""])


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    listener = listen()
    found = Upstream(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with serving(found.app, listener):
        yield found


def served(server: AuthServer, stage: Stage, text: str) -> None:
    """Let the server have these providers, as after a restart."""
    server.settings.identity_providers_file.write_text(text)
    with server.database.write() as session:
        well_known(session, server.settings)
    auth = Mount("/auth", create_app(server.settings, server.database))
    stage.app = Starlette(routes=[auth, Mount("/static", static_app())])


@pytest.fixture
def lab(server: AuthServer, stage: Stage, upstream: Upstream) -> AuthServer:
    """The server with one provider of another organization."""
    served(server, stage, configuration(upstream.issuer))
    return server


def leave(lab: AuthServer, browser: Browser, **changes: str | None) -> dict[str, str]:
    """Follow the sign-in page's link to the provider; the query that it gets."""
    browser.open(lab.authorize_url(**changes))
    assert "The Lab" in browser.response.text
    (link,) = [a for a in browser.links() if "/sign-in-with/lab" in a]
    browser.open(link)
    assert browser.left_for is not None, browser.response.text
    return {name: v[0] for name, v in parse_qs(urlsplit(browser.left_for).query).items()}


def come_back(lab: AuthServer, browser: Browser, query: dict[str, str], **changes: str) -> None:
    answer = {"state": query["state"], "code": "c", **changes}
    browser.open(f"{query['redirect_uri']}?{urlencode(answer)}")


def sign_in(lab: AuthServer, upstream: Upstream, browser: Browser, **changes: str | None) -> None:
    query = leave(lab, browser, **changes)
    upstream.nonce = query["nonce"]
    come_back(lab, browser, query)


def identities(lab: AuthServer) -> dict[str, Identity]:
    with lab.database.read() as session:
        found = session.scalars(select(Identity).where(Identity.identity_provider == PROVIDER_ID))
        return {identity.username: identity for identity in found}


def test_somebody_signs_in_elsewhere_and_is_known_again(
    lab: AuthServer, upstream: Upstream
) -> None:
    upstream.userinfo |= {"name": "Grace H", "email": "g@lab.example.org", "organization": "Navy"}
    browser = lab.browser()
    sign_in(lab, upstream, browser)
    browser.submit({"decision": "allow"})
    document = lab.exchange(browser.answer()["code"]).json()
    token = {"Authorization": f"Bearer {document['access_token']}"}
    info = browser.http.get(f"{lab.url}/v2/oauth2/userinfo", headers=token).json()
    assert info["preferred_username"] == f"grace@{DOMAIN}"
    assert info["identity_provider"] == PROVIDER_ID
    assert info["identity_provider_display_name"] == "The Lab"
    assert (info["name"], info["email"]) == ("Grace H", "g@lab.example.org")
    upstream.userinfo |= {"name": "Grace Hopper", "preferred_username": "hopper"}
    sign_in(lab, upstream, lab.browser())
    (identity,) = identities(lab).values()
    assert (identity.id, identity.username) == (info["sub"], f"grace@{DOMAIN}")
    assert identity.name == "Grace Hopper"


def test_an_address_is_proven_as_long_as_the_provider_says_so_of_it(
    lab: AuthServer, upstream: Upstream
) -> None:
    for email, verified, proven in (
        ("g@lab.example.org", None, False),
        ("g@lab.example.org", "true", False),
        ("g@lab.example.org", True, True),
        ("g@lab.example.org", None, True),
        ("other@lab.example.org", None, False),
    ):
        upstream.userinfo |= {"email": email, "email_verified": verified}
        sign_in(lab, upstream, lab.browser())
        (identity,) = identities(lab).values()
        assert (identity.email, identity.email_verified_at is not None) == (email, proven)


def test_the_request_is_what_openid_connect_wants(lab: AuthServer, upstream: Upstream) -> None:
    browser = lab.browser()
    query = leave(lab, browser)
    assert query["redirect_uri"] == f"{lab.url}/v2/web/sign-in-with/lab/callback"
    assert query["response_type"] == "code"
    assert query["code_challenge_method"] == "S256"
    assert query["scope"].split()[0] == "openid"
    assert "prompt" not in query
    upstream.nonce = query["nonce"]
    come_back(lab, browser, query)
    ((_, form, authorization),) = upstream.asked
    assert form["redirect_uri"] == query["redirect_uri"]
    assert len(form["code_verifier"]) >= 43
    assert form["code_verifier"] not in str(query)
    id_and_secret = b64encode(b"armillary:s3cret%2Fwith%3Fsigns").decode()
    assert authorization == f"Basic {id_and_secret}"


def test_a_fresh_sign_in_is_asked_for_and_held_to(lab: AuthServer, upstream: Upstream) -> None:
    browser = lab.browser()
    query = leave(lab, browser, prompt="login")
    assert (query["prompt"], query["max_age"]) == ("login", "0")
    upstream.nonce, upstream.claims = query["nonce"], {"auth_time": int(time.time()) - 3600}
    come_back(lab, browser, query)
    assert browser.response.status_code == 403
    assert "did not ask you to sign in again" in browser.response.text


def test_an_earlier_sign_in_elsewhere_does_not_pass_for_a_new_one(
    lab: AuthServer, upstream: Upstream
) -> None:
    earlier = int(time.time()) - 3600
    upstream.claims = {"auth_time": earlier, "amr": ["pwd", "mfa"]}
    browser = lab.browser()
    sign_in(lab, upstream, browser, scope="openid")
    browser.submit({"decision": "allow"})
    token = lab.exchange(browser.answer()["code"]).json()["access_token"]
    (identity,) = identities(lab).values()
    found = find_access_token(lab.database, token)
    assert found is not None
    authentication = found.grant.authentications[identity.id]
    assert (authentication["auth_time"], authentication["amr"]) == (earlier, ["pwd", "mfa"])
    browser.open(lab.authorize_url(max_age="600"))
    assert "<h1>Sign in</h1>" in browser.response.text


def _no_signature(upstream: Upstream) -> None:
    upstream.algorithm = "none"
    upstream.signed_with = None


def _other_key(upstream: Upstream) -> None:
    upstream.signed_with = Upstream("x").key


def _same_key_other_algorithm(upstream: Upstream) -> None:
    upstream.algorithm, upstream.signed_with = "HS256", "k" * 32


REFUSED: dict[str, Callable[[Upstream], Any]] = {
    "another nonce": lambda u: u.claims.update(nonce="n"),
    "no nonce": lambda u: u.claims.update(nonce=None),
    "another audience": lambda u: u.claims.update(aud="somebody"),
    "another authorized party": lambda u: u.claims.update(aud=[CLIENT[0], "x"], azp="x"),
    "another issuer": lambda u: u.claims.update(iss="https://evil.example"),
    "no issuer": lambda u: u.claims.update(iss=None),
    "expired": lambda u: u.claims.update(exp=int(time.time()) - 120),
    "no expiry": lambda u: u.claims.update(exp=None),
    "issued in the future": lambda u: u.claims.update(iat=int(time.time()) + 900),
    "no subject": lambda u: u.claims.update(sub=None),
    "no signature": _no_signature,
    "another key": _other_key,
    "a shared secret": _same_key_other_algorithm,
    "userinfo of another person": lambda u: u.userinfo.update(sub="ada"),
    "another domain": lambda u: u.userinfo.update(preferred_username="root@example.org"),
    "a domain that ends alike": lambda u: u.userinfo.update(
        preferred_username=f"root@evil-{DOMAIN}"
    ),
    "two at signs": lambda u: u.userinfo.update(preferred_username=f"a@evil.org@x.{DOMAIN}"),
    "no username": lambda u: u.userinfo.pop("preferred_username"),
    "a number for a username": lambda u: u.userinfo.update(preferred_username=7),
    "an odd username": lambda u: u.userinfo.update(preferred_username="<b>"),
    "another's discovery document": lambda u: u.metadata.update(issuer="https://evil.example"),
}
FAILED: dict[str, Callable[[Upstream], Any]] = {
    "no token endpoint": lambda u: u.metadata.pop("token_endpoint"),
    "an error": lambda u: setattr(u, "token", JSONResponse({"error": "x"}, status_code=400)),
    "no JSON": lambda u: setattr(u, "token", Response("<html>")),
    "a list": lambda u: setattr(u, "token", JSONResponse([])),
    "too much": lambda u: setattr(u, "token", Response(b" " * (1 << 19))),
    "a redirect": lambda u: u.metadata.update(jwks_uri=f"{u.issuer}/elsewhere"),
    "another scheme": lambda u: u.metadata.update(jwks_uri="file:///etc/passwd"),
    "nobody there": lambda u: u.metadata.update(jwks_uri="http://127.0.0.1:1/"),
    "plain HTTP elsewhere": lambda u: u.metadata.update(jwks_uri="http://192.0.2.1/"),
}


@pytest.mark.parametrize("lie", REFUSED)
def test_what_does_not_hold_is_refused(lab: AuthServer, upstream: Upstream, lie: str) -> None:
    browser = lab.browser()
    query = leave(lab, browser)
    upstream.nonce = query["nonce"]
    REFUSED[lie](upstream)
    come_back(lab, browser, query)
    assert browser.response.status_code == 403
    assert not identities(lab)
    with lab.database.read() as session:
        events = session.scalars(select(AuditEvent.event)).all()
    assert "login.failed" in events


@pytest.mark.parametrize("fault", FAILED)
def test_what_can_not_be_had_is_told(lab: AuthServer, upstream: Upstream, fault: str) -> None:
    browser = lab.browser()
    query = leave(lab, browser)
    upstream.nonce = query["nonce"]
    FAILED[fault](upstream)
    come_back(lab, browser, query)
    assert browser.response.status_code == 502
    assert not identities(lab)


def test_an_answer_counts_in_the_browser_that_asked(lab: AuthServer, upstream: Upstream) -> None:
    """Login CSRF: somebody else's answer, handed to a victim."""
    attacker, victim = lab.browser(), lab.browser()
    query = leave(lab, attacker)
    upstream.nonce = query["nonce"]
    victim.open(lab.authorize_url())
    come_back(lab, victim, query)
    assert victim.response.status_code == 400
    assert not upstream.asked


def test_answers_of_others_and_without_code(lab: AuthServer, upstream: Upstream) -> None:
    for changes, status in (
        ({"iss": "https://evil.example"}, 403),
        ({"code": ""}, 403),
        ({"error": "access_denied", "code": ""}, 403),
        ({"state": "forged"}, 400),
        ({"state": ""}, 400),
    ):
        browser = lab.browser()
        query = leave(lab, browser)
        come_back(lab, browser, query, **changes)
        assert browser.response.status_code == status, changes
    upstream.metadata["authorization_response_iss_parameter_supported"] = True
    browser = lab.browser()
    come_back(lab, browser, leave(lab, browser))
    assert browser.response.status_code == 403
    assert not upstream.asked


def test_nobody_takes_a_name_of_the_domain(
    lab: AuthServer, upstream: Upstream, person: Person
) -> None:
    browser = lab.browser()
    browser.open(lab.authorize_url())
    link = next(a for a in browser.links() if "/sign-up" in a)
    browser.open(link)
    browser.submit(
        {
            "username": f"grace@{DOMAIN}",
            "password": "x" * 14,
            "name": "Eve",
            "email": "eve@example.org",
        }
    )
    assert "The Lab" in browser.text_of("problem")
    with lab.database.write() as session:
        register_providers(session, [])
        create_identity(
            session,
            username=f"grace@{DOMAIN}",
            password="x" * 14,
            name="Earlier",
            email="e@example.org",
        )
        well_known(session, lab.settings)
    other = lab.browser()
    sign_in(lab, upstream, other)
    assert other.response.status_code == 409
    assert "Ask the operator" in other.response.text


def test_a_provisioned_identity_waits_for_its_owner(
    lab: AuthServer, upstream: Upstream, manager: Api
) -> None:
    made = manager("GET", "identities", usernames=f"grace@{DOMAIN}", provision="true").json()
    (identity,) = made["identities"]
    assert (identity["status"], identity["identity_provider"]) == ("unused", PROVIDER_ID)
    sign_in(lab, upstream, lab.browser())
    assert identities(lab)[f"grace@{DOMAIN}"].id == identity["id"]
    (found,) = manager("GET", "identity_providers", domains=DOMAIN).json()["identity_providers"]
    assert (found["id"], found["name"]) == (PROVIDER_ID, "The Lab")


def test_a_provider_that_is_gone_vouches_for_nothing(
    lab: AuthServer, upstream: Upstream, stage: Stage
) -> None:
    sign_in(lab, upstream, lab.browser())
    served(lab, stage, "")
    browser = lab.browser()
    browser.open(lab.authorize_url())
    assert "The Lab" not in browser.response.text
    assert browser.open(f"{lab.url}/v2/web/sign-in-with/lab").status_code == 404
    identity = identities(lab)[f"grace@{DOMAIN}"]
    assert (identity.provider.name, identity.provider.active) == ("The Lab", False)


def test_another_armillary_is_a_provider(
    server: AuthServer, stage: Stage, tmp_path: Path, keys: Path
) -> None:
    """The whole story with a real provider: a second deployment of our own."""
    listener = listen()
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = Settings(data_dir=tmp_path / "other", base_url=base_url)
    settings.data_dir.mkdir()
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(database)
    callback = f"{server.url}/v2/web/sign-in-with/lab/callback"
    with database.write() as session:
        well_known(session, settings)
        client = Client(name="a", client_type="confidential_client", redirect_uris=[callback])
        session.add(client)
        session.flush()
        _, secret = add_credential(session, client.id, "first")
        create_identity(
            session,
            username=f"grace@{DOMAIN}",
            password="nanoseconds of wire",
            name="Grace Hopper",
            email="g@example.org",
        )
        client_id = client.id
    text = configuration(f"{base_url}/auth", client_id=client_id, client_secret=secret)
    served(server, stage, text)
    app = Starlette(routes=[Mount("/auth", create_app(settings, database))])
    with serving(app, listener):
        browser, there = server.browser(), Browser(base_url)
        leave(server, browser)
        there.open(browser.left_for or "")
        there.sign_in(f"grace@{DOMAIN}", "nanoseconds of wire")
        there.submit({"decision": "allow"})
        browser.open(there.left_for or "")
        assert "Allow Tutorial app?" in browser.response.text
        assert f"grace@{DOMAIN}" in browser.response.text
    database.close()


@pytest.mark.parametrize("url", ["http://example.org/", "https://127.0.0.1/", ""])
def test_requests_do_not_go_where_they_must_not(upstream: Upstream, url: str) -> None:
    with pytest.raises(FederationError):
        Fetcher(private_network=False).get(url)


def test_a_sign_in_before_it_was_asked_for_is_none() -> None:
    asked_at = datetime(2026, 5, 1, tzinfo=UTC)
    old = {"auth_time": int(asked_at.timestamp()) - 61}
    with pytest.raises(FederationRefused):
        signed_in_at(old, asked_at=asked_at)
    for claims in ({}, {"auth_time": "now"}, {"auth_time": -1}, {"auth_time": 1 << 60}):
        assert signed_in_at(claims, asked_at=asked_at) is None
    assert signed_in_at(old, asked_at=None) == asked_at - timedelta(seconds=61)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[provider]", "provider"),
        ("provider = 3", "int"),
        (configuration("ftp://x"), "issuer"),
        (configuration("https://x", id="no"), "id"),
        (configuration("https://x", short_name="../x"), "short_name"),
        (configuration("https://x", domains=[]), "domains"),
        (configuration("https://x", colour="red"), "colour"),
        (configuration("https://x") * 2, "one provider only"),
        (configuration("https://x", client_secret_file="/nowhere"), "nowhere"),
    ],
)
def test_a_wrong_configuration_says_where(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "identity_providers.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        load_providers(path)
    assert said in str(caught.value)
    assert CLIENT[1] not in str(caught.value)


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden\n")
    text = configuration("https://x", client_secret_file=str(secret))
    path = tmp_path / "identity_providers.toml"
    path.write_text("\n".join(line for line in text.splitlines() if "client_secret =" not in line))
    (provider,) = load_providers(path).values()
    assert provider.client_secret.get_secret_value() == "hidden"
    assert "hidden" not in repr(provider)
