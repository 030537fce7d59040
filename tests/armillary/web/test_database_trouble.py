"""What each service answers while the database is away, and afterwards."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from armillary.app import create_app
from armillary.cli.deployment import Config, Deployment
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.db.engine import Database
from tests.armillary.auth.conftest import listen, serving
from tests.armillary.db.outage import gone

BEARER = {"Authorization": f"Bearer {new_id()}"}
BASIC = ("61338d24-54d5-408f-a10d-66c06b59f6d2", "x")
AWAY = "The service can't use its database just now. Try again shortly."


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """The base URL of the whole API, and its database."""
    deployment = Deployment(tmp_path / "data")
    deployment.create()
    deployment.remember(Config(demo=False))
    app: Any = create_app(Settings(deployment.data_dir, "http://127.0.0.1:8080", database_url))
    listener: socket.socket = listen()
    with serving(app, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", app.state.database
    app.state.database.close()


def of_transfer(document: Any) -> tuple[str, str]:
    return document["code"], document["message"]


def of_auth(document: Any) -> tuple[str, str]:
    (error,) = document["errors"]
    assert document["error"] == "temporarily_unavailable"
    return error["code"], error["detail"]


def of_groups(document: Any) -> tuple[str, str]:
    return document["code"], document["detail"]


CASES: list[tuple[str, str, dict[str, Any], Callable[[Any], tuple[str, str]], str]] = [
    ("GET", "/transfer/v0.10/task_list", {"headers": BEARER}, of_transfer, "ServiceUnavailable"),
    ("GET", "/auth/v2/api/projects", {"headers": BEARER}, of_auth, "SERVICE_UNAVAILABLE"),
    (
        "POST",
        "/auth/v2/oauth2/token/introspect",
        {"auth": BASIC, "data": {"token": "x"}},
        of_auth,
        "SERVICE_UNAVAILABLE",
    ),
    (
        "POST",
        "/auth/v2/oauth2/token",
        {"auth": BASIC, "data": {"grant_type": "client_credentials"}},
        of_auth,
        "SERVICE_UNAVAILABLE",
    ),
    ("GET", "/groups/v2/groups/my_groups", {"headers": BEARER}, of_groups, "SERVICE_UNAVAILABLE"),
]


# SQLite's file can't be taken away from a connection that is open.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_every_service_says_so_in_its_own_document(api: tuple[str, Database]) -> None:
    base, database = api
    with gone(database):
        for method, path, request, read, code in CASES:
            answer = requests.request(method, base + path, timeout=20, **request)
            assert answer.status_code == 503, path
            assert read(answer.json()) == (code, AWAY), path
        page = requests.get(
            f"{base}/developers/apps", timeout=20, cookies={"armillary_console": "x"}
        )
        assert (page.status_code, "use its database" in page.text) == (503, True)
        assert requests.get(f"{base}/healthz", timeout=20).status_code == 503
    for method, path, request, _, _ in CASES:
        answer = requests.request(method, base + path, timeout=20, **request)
        assert answer.status_code == 401, path
