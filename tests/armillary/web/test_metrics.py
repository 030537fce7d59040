"""Metrics, request ids, logs and health of the whole API."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from starlette.types import ASGIApp, Receive, Scope, Send

from armillary.app import create_app
from armillary.cli.deployment import Config, Deployment
from armillary.core.settings import Settings
from tests.armillary.auth.conftest import listen, serving

LOCAL = ("127.0.0.1", 40000)
ELSEWHERE = ("192.0.2.7", 40000)
TOKEN = "t" * 30


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    deployment = Deployment(tmp_path / "data")
    deployment.create()
    deployment.remember(Config(demo=False))
    return Settings(deployment.data_dir, "http://127.0.0.1:8080", database_url)


@pytest.fixture
def api(settings: Settings) -> Iterator[Api]:
    with running(settings, LOCAL) as client:
        yield client


class Api(requests.Session):
    """Asks one server."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> requests.Response:
        return super().request(method, f"{self.url}{url}", *args, **options)


@contextmanager
def running(settings: Settings, peer: tuple[str, int]) -> Iterator[Api]:
    """The API, whose callers come from an address."""
    app: Any = create_app(settings)
    listener = listen()
    with serving(_from(peer, app), listener), Api(_url(listener)) as api:
        yield api
    app.state.database.close()


def _from(peer: tuple[str, int], app: ASGIApp) -> ASGIApp:
    async def relayed(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "client": peer}, receive, send)

    return relayed


def _url(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def sample(text: str, name: str, **labels: str) -> float:
    """A value of the exposition, whose labels include these."""
    for line in text.splitlines():
        found = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
        if found and found[1] == name:
            own = dict(re.findall(r'(\w+)="([^"]*)"', found[2] or ""))
            if labels.items() <= own.items():
                return float(found[3])
    raise AssertionError(f"no {name} with {labels} in\n{text}")


def client_credentials(api: Api) -> dict[str, Any]:
    body = {"client": {"template_id": "95fdeba8-fac2-42bd-a357-e068d82ff78e", "name": "robot"}}
    made = api.post("/auth/v2/api/clients", json=body).json()["included"]["client_credential"]
    answer = api.post(
        "/auth/v2/oauth2/token",
        data={"grant_type": "client_credentials", "scope": "openid"},
        auth=(made["client"], made["secret"]),
    )
    document: dict[str, Any] = answer.json()
    return document


def test_what_is_counted(api: Api) -> None:
    client_credentials(api)
    api.post("/auth/v2/oauth2/token", data={"grant_type": "nonsense"})
    api.get("/auth/nowhere/at/all")
    api.get("/auth/v2/api/identities/11111111-1111-4111-8111-111111111111")
    text = api.get("/metrics").text
    count = "armillary_http_request_seconds_count"
    token = {"method": "POST", "route": "/auth/v2/oauth2/token"}
    assert sample(text, count, status="200", **token) == 1
    assert sample(text, count, status="401", **token) == 1
    assert sample(text, count, route="/auth/*", status="404") == 1
    identity = "/auth/v2/api/identities/{identity_id}"
    assert sample(text, count, route=identity, status="401") == 1
    answers = "armillary_token_answers_total"
    assert sample(text, answers, grant_type="client_credentials") == 1
    assert sample(text, "armillary_audit_events_total", event="token.issued") == 1
    assert sample(text, "armillary_database_connections_in_use") >= 0
    assert "1111-4111" not in text


def test_failed_logins_are_counted(api: Api) -> None:
    page = api.get("/auth/v2/web/device").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf is not None
    authorize = (
        "/auth/v2/oauth2/authorize?client_id=61338d24-54d5-408f-a10d-66c06b59f6d2"
        "&redirect_uri=http://127.0.0.1:8080/auth/v2/web/auth-code&response_type=code"
        f"&scope=openid&code_challenge={'c' * 43}&code_challenge_method=S256"
    )
    interaction = re.search(r'name="interaction" value="([^"]+)"', api.get(authorize).text)
    assert interaction is not None
    form = {"csrf": csrf[1], "interaction": interaction[1], "username": "a", "password": "b"}
    assert api.post("/auth/v2/web/login", data=form).status_code == 400
    assert sample(api.get("/metrics").text, "armillary_failed_logins_total") == 1


@pytest.mark.parametrize(
    ("changes", "peer", "header", "status"),
    [
        ({}, LOCAL, None, 200),
        ({}, ELSEWHERE, None, 401),
        ({"metrics_token": TOKEN}, LOCAL, None, 200),
        ({"metrics_token": TOKEN}, ELSEWHERE, None, 401),
        ({"metrics_token": TOKEN}, ELSEWHERE, f"Bearer {TOKEN}", 200),
        ({"metrics_token": TOKEN}, ELSEWHERE, "Bearer wrong", 401),
        ({"metrics_token": TOKEN}, ELSEWHERE, "Bearer ", 401),
        ({}, ELSEWHERE, "Bearer ", 401),
        # Behind a proxy on the same machine, everybody has a local address.
        ({"base_url": "https://lab.example"}, LOCAL, None, 401),
        (
            {"base_url": "https://lab.example", "metrics_token": TOKEN},
            LOCAL,
            f"Bearer {TOKEN}",
            200,
        ),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may_read_metrics(
    settings: Settings, changes: dict[str, str], peer: Any, header: str | None, status: int
) -> None:
    with running(replace(settings, **changes), peer) as api:  # type: ignore[arg-type]
        answer = api.get("/metrics", headers={"Authorization": header} if header else {})
    assert answer.status_code == status
    assert (status == 200) == ("armillary_" in answer.text)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_audit_events_are_logged_with_the_id_of_their_request(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    token = client_credentials(api)["access_token"]
    text = capsys.readouterr().err
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line["event"] == "token.issued"]
    assert line["audit"] is True
    assert line["request_id"]
    assert line["detail"]["scopes"] == ["openid"]
    assert token not in text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-1.a_b", True), ("x" * 65, False), ("a b", False), ("", False)]
)
def test_every_answer_has_an_id(api: Api, given: str, kept: bool) -> None:
    answer = api.get("/auth/jwk.json", headers={"X-Request-Id": given})
    assert (answer.headers["x-request-id"] == given) is kept
    assert answer.headers["x-request-id"]


def test_health_tells_of_the_worker(api: Api) -> None:
    answer = api.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "no worker", "workers": 0})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_health_tells_of_the_database(api: Api, settings: Settings, postgresql: Any) -> None:
    name = settings.database_url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        answer = api.get("/healthz")
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
    assert (answer.status_code, answer.json()["status"]) == (503, "database unavailable")
    assert api.get("/healthz").json()["status"] == "no worker"
