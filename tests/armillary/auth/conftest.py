"""A running authorization server, a person with an account, and a browser."""

from __future__ import annotations

import hashlib
import shutil
import socket
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
import requests
import uvicorn
from argon2 import PasswordHasher
from cryptography.hazmat.primitives import serialization
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from armillary.auth.app import create_app
from armillary.auth.callers import MANAGE_PROJECTS
from armillary.auth.identities import passwords
from armillary.auth.identities.store import create_identity
from armillary.auth.openid.api import discovery_at_the_root
from armillary.auth.openid.keys import SigningKey
from armillary.auth.seed import TUTORIAL_CLIENT_ID, well_known
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.mail.outbox import Outbox
from armillary.web.mount import ServiceMount
from armillary.web.pages import static_app
from tests.armillary.auth.auth_api import Api
from tests.armillary.auth.browser import Browser

TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"
DEFAULT_SCOPES = f"openid profile email {TRANSFER_ALL}"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Person:
    id: str
    username: str
    password: str


@dataclass
class AuthServer:
    """The server under test, spoken to over HTTP."""

    settings: Settings
    database: Database
    outbox: Outbox

    @property
    def url(self) -> str:
        return self.settings.auth_url

    @property
    def code_page(self) -> str:
        return f"{self.url}/v2/web/auth-code"

    def browser(self) -> Browser:
        return Browser(self.settings.base_url)

    def authorize_url(self, **changes: str | None) -> str:
        """An authorize URL as the tutorial's app makes it, with some parameters changed."""
        parameters: dict[str, str | None] = {
            "client_id": TUTORIAL_CLIENT_ID,
            "redirect_uri": self.code_page,
            "response_type": "code",
            "scope": DEFAULT_SCOPES,
            "state": "_default",
            "access_type": "online",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        given = {name: value for name, value in parameters.items() if value is not None}
        return f"{self.url}/v2/oauth2/authorize?{urlencode(given)}"

    def token(self, form: dict[str, str], auth: tuple[str, str] | None = None) -> requests.Response:
        return self.post("token", form, auth)

    def exchange(self, code: str, **changes: str) -> requests.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": TUTORIAL_CLIENT_ID,
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": self.code_page,
            **changes,
        }
        return self.token(form)

    def code(self, person: Person, browser: Browser | None = None, **changes: str | None) -> str:
        """Log in and consent as a person does, and return the code."""
        browser = browser or self.browser()
        browser.open(self.authorize_url(**changes))
        if "password" in browser.response.text:
            browser.sign_in(person.username, person.password)
        if browser.left_for is None:
            browser.submit({"decision": "allow"})
        return browser.answer()["code"]

    def post(
        self, path: str, form: dict[str, str], auth: tuple[str, str] | None = None
    ) -> requests.Response:
        """A form to one of the OAuth endpoints."""
        return requests.post(f"{self.url}/v2/oauth2/{path}", data=form, auth=auth)

    def refresh(self, refresh_token: str) -> requests.Response:
        form = {"grant_type": "refresh_token", "client_id": TUTORIAL_CLIENT_ID}
        return self.token({**form, "refresh_token": refresh_token})

    def log_in(self, person: Person, **changes: str | None) -> dict[str, Any]:
        """The token answer of a whole login."""
        answer = self.exchange(self.code(person, None, **changes))
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Password hashes with little work in them: tests make a great many."""
    quick = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    with mock.patch.object(passwords, "_hasher", quick):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Each RSA key is read once: OpenSSL examines it at length, and tests share theirs."""
    once = lru_cache(serialization.load_pem_private_key)
    with mock.patch.object(serialization, "load_pem_private_key", once):
        yield


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys for all tests, because making an RSA key takes long."""
    folder = tmp_path_factory.mktemp("keys")
    SigningKey.load_or_create(folder / "id_token.pem")
    return folder


class Stage:
    """A server that runs all the time and serves the application of the present test."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.app: ASGIApp = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@contextmanager
def new_stage() -> Iterator[Stage]:
    """A stage on an address of its own."""
    listener = listen()
    stage = Stage(f"http://127.0.0.1:{listener.getsockname()[1]}")
    with serving(stage, listener):
        yield stage


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """One web server for all tests, because stopping one takes longer than most tests do."""
    with new_stage() as stage:
        yield stage


MakeServer = Callable[..., AuthServer]


@pytest.fixture
def make_server(
    database: Database, tmp_path: Path, keys: Path, stage: Stage
) -> Iterator[MakeServer]:
    """Makes an authorization server with what every deployment knows, and further settings."""
    shutil.copytree(keys, tmp_path / "data" / "keys")
    outboxes: list[Outbox] = []

    def make(**changes: str) -> AuthServer:
        settings = Settings(
            **{"data_dir": tmp_path / "data", "base_url": stage.base_url, **changes}  # type: ignore[arg-type]
        )
        with database.write() as session:
            well_known(session, settings)
        auth = create_app(settings, database)
        outboxes.append(auth.state.parts.outbox)
        root = discovery_at_the_root(settings)
        routes = [ServiceMount("/auth", auth), Mount("/static", static_app()), root]
        stage.app = Starlette(routes=routes)
        return AuthServer(settings, database, auth.state.parts.outbox)

    yield make
    for outbox in outboxes:
        outbox.close()


@pytest.fixture
def server(make_server: MakeServer) -> AuthServer:
    """An authorization server as it comes."""
    return make_server()


def listen() -> socket.socket:
    """A socket that listens on a free port already, so that nobody need wait for the server."""
    return socket.create_server(("127.0.0.1", 0))


class serving:
    """Serve an application on a listening socket, in a thread, for the length of a block."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app, log_level="warning", lifespan="off", ws="none", proxy_headers=False
        )
        self._server = uvicorn.Server(config)
        self._listener = listener
        self._thread = threading.Thread(target=self._server.run, args=([listener],))

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()


@pytest.fixture
def person(server: AuthServer) -> Person:
    """Somebody with an account and a password."""
    with server.database.write() as session:
        identity = create_identity(
            session,
            username="Ada@example.org",
            password="correct horse battery staple",
            name="Ada Lovelace",
            email="ada@example.org",
            organization="Analytical Engines",
        )
    return Person(identity.id, "ada@example.org", "correct horse battery staple")


@pytest.fixture
def manager(server: AuthServer, person: Person) -> Api:
    """The API in the name of somebody who signed in just now."""
    return Api(server, server.log_in(person, scope=f"openid {MANAGE_PROJECTS}")["access_token"])
