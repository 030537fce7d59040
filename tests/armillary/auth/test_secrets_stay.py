"""Secrets are in no log, in no address, and in no row of the database (OWASP ASVS 7.1, 8.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

import requests
from sqlalchemy import select

from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.clients.model import Client
from armillary.auth.seed import TUTORIAL_CLIENT_ID
from tests.armillary.auth.auth_api import Api, new_client, new_project
from tests.armillary.auth.conftest import VERIFIER, AuthServer, Person
from tests.armillary.auth.dump import dump
from tests.armillary.auth.factors import account, code_of, enrol_here, forget_used
from tests.armillary.auth.logs import Logs
from tests.armillary.auth.sqlite_alone import database_url as database_url

COOKIE = "armillary_session"


@dataclass
class Story:
    """What somebody did, and the secrets that came up."""

    secrets: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def found_in(self, text: str) -> list[str]:
        plain = unquote(text)
        return [name for name, secret in self.secrets.items() if secret in text + plain]


def everything(server: AuthServer, person: Person) -> Story:
    """Every way of signing in with a password, every grant, every kind of mistake."""
    story = Story()
    browser = server.browser()
    browser.http.hooks["response"].append(
        lambda answer, **_: story.addresses.append(answer.url + answer.headers.get("location", ""))
    )
    page = account(server, person, browser)
    page.open(f"{server.url}/v2/web/account/authenticator")
    secret, codes = enrol_here(page)
    forget_used(server)
    for _ in range(2):
        browser.open(server.authorize_url(prompt="login", access_type="offline"))
        browser.sign_in(person.username, "wrong horse battery staple")
        browser.sign_in(person.username, person.password)
        browser.submit({"code": "000000"})
        browser.submit({"code": code_of(secret)})
        forget_used(server)
    if browser.left_for is None:
        browser.submit({"decision": "allow"})
    code = browser.answer()["code"]
    cookies = [c.value or "" for c in browser.http.cookies if c.name == COOKIE]
    server.exchange(code, code_verifier="w" * 43)
    tokens = server.exchange(code).json()
    (transfer,) = tokens["other_tokens"]
    fresh = server.refresh(transfer["refresh_token"]).json()

    managing = _managing(server, person, codes[0])
    api = Api(server, managing)
    client = new_client(api, new_project(api, person), client_type="confidential_client")
    path = f"clients/{client['id']}/credentials"
    made = api("POST", path, {"credential": {"name": "x"}}).json()["credential"]
    auth = (client["id"], made["secret"])
    own = server.token({"grant_type": "client_credentials", "scope": "openid"}, auth).json()
    for token in (own["access_token"], tokens["access_token"], "unknown"):
        for endpoint in ("introspect", "validate", "revoke"):
            server.post(f"token/{endpoint}", {"token": token}, auth)
        headers = {"Authorization": f"Bearer {token}"}
        requests.get(f"{server.url}/v2/oauth2/userinfo", headers=headers)

    story.secrets = {
        "password": person.password,
        "wrong password": "wrong horse battery staple",
        "session cookie": cookies[0],
        "authenticator secret": secret,
        "recovery code": codes[1],
        "used recovery code": codes[0],
        "code verifier": VERIFIER,
        "access token": tokens["access_token"],
        "refresh token": tokens["refresh_token"],
        "access token of Transfer": transfer["access_token"],
        "refresh token of Transfer": transfer["refresh_token"],
        "fresh access token": fresh["access_token"],
        "access token of the manager": managing,
        "client secret": made["secret"],
        "access token of the client": own["access_token"],
        "id token": tokens["id_token"],
        "code": code,
    }
    return story


def _managing(server: AuthServer, person: Person, recovery_code: str) -> str:
    browser = server.browser()
    browser.open(server.authorize_url(scope=f"openid {MANAGE_PROJECTS}"))
    browser.sign_in(person.username, person.password)
    browser.submit({"code": recovery_code})
    if browser.left_for is None:
        browser.submit({"decision": "allow"})
    token: str = server.exchange(browser.answer()["code"]).json()["access_token"]
    return token


def test_no_log_line_holds_a_secret(server: AuthServer, person: Person) -> None:
    with Logs() as logs:
        story = everything(server, person)
    assert len(story.secrets) == len(set(story.secrets.values())) == 17
    ours = [
        line
        for record, line in zip(logs.records, logs.lines, strict=True)
        # What the tests' own client logs is not the server's.
        if not record.name.startswith(("urllib3", "requests"))
    ]
    access = [line for line in ours if line.startswith("uvicorn.access")]
    assert len(access) > 20, "the web server's log was read too"
    # The authorization code travels in an address (RFC 6749); used, it is worth nothing.
    allowed = {"code"}
    assert not [(line, n) for line in ours for n in story.found_in(line) if n not in allowed]
    with_code = [line for line in ours if "code" in story.found_in(line)]
    assert all(line.startswith("uvicorn.access") for line in with_code)


def test_no_address_holds_a_secret(server: AuthServer, person: Person) -> None:
    story = everything(server, person)
    assert len(story.addresses) > 10
    for address in story.addresses:
        assert not set(story.found_in(address)) - {"code"}, address


def test_no_row_holds_a_secret(server: AuthServer, person: Person) -> None:
    story = everything(server, person)
    rows = dump(server.database)
    assert len(rows) > 50
    assert not [(row, name) for row in rows for name in story.found_in(row)]
    # Nor does any row hold what a page carries along: interactions and the like are not stored.
    assert not [row for row in rows if re.search(r"eyJ[A-Za-z0-9_-]+\.eyJ", row)]


def test_no_answer_repeats_a_secret(server: AuthServer, person: Person) -> None:
    """Errors name no token, secret or password that was sent."""
    secret, password = "s" * 43, "p" * 20
    with server.database.read() as session:
        client_id = session.scalars(
            select(Client.id).where(Client.id != TUTORIAL_CLIENT_ID)
        ).first()
    for answer in (
        server.token({"grant_type": "client_credentials", "scope": "x"}, (client_id or "", secret)),
        server.exchange(secret),
        server.refresh(secret),
        server.post("token/introspect", {"token": secret}, (client_id or "", secret)),
        requests.get(
            f"{server.url}/v2/oauth2/userinfo", headers={"Authorization": f"Bearer {secret}"}
        ),
    ):
        assert answer.status_code == 401
        assert secret not in answer.text
    browser = server.browser()
    browser.open(server.authorize_url())
    assert password not in browser.sign_in(person.username, password).text
