"""The token endpoints beside npm's oidc-provider, one process each.

Ours commits every token to SQLite, with ``synchronous=NORMAL`` as it is deployed, in memory-backed
storage or on a disk; oidc-provider keeps its tokens in a table of the process. Both give opaque
tokens, authenticate the client by its secret in each request, and don't rotate refresh tokens.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import requests
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.clients.store import add_credential
from armillary.auth.consents.store import approve
from armillary.auth.identities.store import create_service_identity
from armillary.auth.scopes.rules import parse, paths
from armillary.auth.scopes.store import load_scopes
from armillary.auth.tokens.store import NewGrant, add_grant, add_refresh_token
from armillary.bootstrap import bootstrap
from armillary.core.ids import new_secret
from armillary.core.settings import Settings
from armillary.db.engine import Database
from benchmarks.auth_fill import fill
from benchmarks.load import Load, Request, load
from benchmarks.measure import OURS, Row, compare
from benchmarks.site import MEMORY

PEER = "oidc-provider"
EMPTY = "an empty database"
DISK = Path("/var/tmp")
_HERE = Path(__file__).parent
_PEER_FOLDER = _HERE.parent / ".venvs" / "oidc-provider"
_SCOPE = "urn:globus:auth:scope:transfer.api.globus.org:all"
_SERVICE = "transfer.api.globus.org"
_TOKEN, _ACTIVE = b'"access_token"', b'"active":true'
MEASURED = ("client-credentials tokens", "refreshed tokens", "introspections")
_SECONDS = 1.0
_CONCURRENCIES = (1, 16)


@dataclass(frozen=True)
class _Server:
    """Where a server listens, and what opens it."""

    port: int
    token_path: str
    introspection_path: str
    client: tuple[str, str]
    refresh_token: str
    scope: str

    def requests(self) -> dict[str, Request]:
        """What is measured, by name."""
        ask = {"grant_type": "client_credentials", "scope": self.scope}
        renew = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        return {
            "client-credentials tokens": self._request(self.token_path, ask, _TOKEN),
            "refreshed tokens": self._request(self.token_path, renew, _TOKEN),
            "introspections": self._request(
                self.introspection_path, {"token": self._new_token(ask)}, _ACTIVE
            ),
        }

    def _request(self, path: str, form: dict[str, str], expected: bytes) -> Request:
        return Request(self.port, path, form, self.client, expected)

    def _new_token(self, form: dict[str, str]) -> str:
        url = f"http://127.0.0.1:{self.port}{self.token_path}"
        answer = requests.post(url, data=form, auth=self.client, timeout=10)
        token: str = answer.json()["access_token"]
        return token


def rows(rounds: int) -> Iterator[Row]:
    """Answers a second one by one and sixteen at once, with the latencies of the same runs."""
    return _beside_peer(rounds, MEMORY, "")


def rows_on_disk(rounds: int) -> Iterator[Row]:
    """The same with our database on a disk."""
    return _beside_peer(rounds, DISK, ", on a disk")


def rows_at_scale(rounds: int) -> Iterator[Row]:
    """Our database with a million tokens in it beside an empty one."""
    for what in MEASURED:
        with armillary(MEMORY, fill) as full, armillary(MEMORY) as empty:
            contenders = {OURS: full.requests()[what], EMPTY: empty.requests()[what]}
            yield from _rows(f"{what} of a million, 16 at once", contenders, 16, rounds)


def _beside_peer(rounds: int, storage: Path, suffix: str) -> Iterator[Row]:
    if shutil.which("node") is None or not (_PEER_FOLDER / "node_modules").exists():
        print("auth: skipped, as oidc-provider is missing: install node and npm, then make bench")
        return
    for what in MEASURED:
        # Both anew each time: the peer keeps its last thousand entries only.
        with armillary(storage) as ours, _oidc_provider() as theirs:
            contenders = {OURS: ours.requests()[what], PEER: theirs.requests()[what]}
            for concurrency in _CONCURRENCIES:
                name = f"{what}, {concurrency} at once{suffix}"
                yield from _rows(name, contenders, concurrency, rounds)


def _rows(
    name: str, contenders: Mapping[str, Request], concurrency: int, rounds: int
) -> Iterator[Row]:
    taken: dict[str, list[Load]] = {contender: [] for contender in contenders}

    def run(contender: str) -> float:
        taken[contender].append(
            load(contenders[contender], concurrency=concurrency, seconds=_SECONDS)
        )
        return taken[contender][-1].rate

    yield compare(
        name,
        {contender: partial(run, contender) for contender in contenders},
        unit="1/s",
        rounds=rounds,
        lower_is_better=False,
    )
    for attribute in ("p50", "p99"):
        yield compare(
            f"{name}, {attribute}",
            {contender: _replay(loads, attribute) for contender, loads in taken.items()},
            unit="ms",
            rounds=rounds,
        )


def _replay(loads: list[Load], attribute: str) -> Callable[[], float]:
    figures = iter([float(getattr(each, attribute)) for each in loads])
    return lambda: next(figures)


@contextmanager
def armillary(
    storage: Path, fill: Callable[[Settings], None] = lambda _: None
) -> Iterator[_Server]:
    """The API process alone, as `up` starts it, on a new database.

    :param fill: puts more into the database before the start
    """
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=storage))
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        port: int = listener.getsockname()[1]
        settings = Settings(data_dir=folder, base_url=f"http://127.0.0.1:{port}")
        settings.keys_dir.mkdir()
        client, refresh_token = _seed(settings)
        fill(settings)
        command = [sys.executable, "-m", "armillary.cli", "serve", "--fd", str(listener.fileno())]
        process = subprocess.Popen(
            command,
            env={**os.environ, **settings.to_env()},
            pass_fds=(listener.fileno(),),
        )
    with process:
        try:
            yield _Server(
                port,
                "/auth/v2/oauth2/token",
                "/auth/v2/oauth2/token/introspect",
                client,
                refresh_token,
                _SCOPE,
            )
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder)


def _seed(settings: Settings) -> tuple[tuple[str, str], str]:
    """A client's id and secret, and a refresh token of its own."""
    database = Database(settings.effective_database_url)
    bootstrap(settings, database)
    with database.write() as session:
        client = Client(name="robot", client_type="confidential_client")
        session.add(client)
        session.flush()
        create_service_identity(session, client_id=client.id, name="robot")
        _, secret = add_credential(session, client.id, "first")
        refresh_token = _offline_grant(session, client.id)
    database.close()
    return (client.id, secret), refresh_token


def _offline_grant(session: Session, client_id: str) -> str:
    trees, refresh_token = parse(_SCOPE), new_secret()
    approve(
        session,
        identity_id=client_id,
        app_id=client_id,
        paths=paths(trees),
        scopes=load_scopes(session, trees),
        lasting=[path for path, _ in paths(trees)],
    )
    grant = NewGrant(client_id, client_id, offline=True)
    add_grant(session, grant)
    add_refresh_token(
        session, refresh_token, grant_id=grant.id, resource_server=_SERVICE, scopes=[_SCOPE]
    )
    return refresh_token


@contextmanager
def _oidc_provider() -> Iterator[_Server]:
    client = ("robot", new_secret())
    command = ["node", str(_HERE / "oidc_provider" / "server.mjs"), str(_PEER_FOLDER), *client]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # Its warnings come first.
        line = next(line for line in process.stdout if line.startswith("{"))
        ready = json.loads(line)
        try:
            yield _Server(
                ready["port"],
                "/token",
                "/token/introspection",
                client,
                ready["refresh_token"],
                "api",
            )
        finally:
            process.stdin.close()
            process.wait()
