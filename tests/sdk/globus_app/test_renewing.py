"""One renewal, however many processes, threads or coroutines share the token."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from globus_sdk import (
    AsyncTransferClient,
    AsyncUserApp,
    GlobusAppConfig,
    TransferClient,
    UserApp,
)
from globus_sdk.services.auth import DeadRefreshTokenError
from globus_sdk.token_storage import JSONTokenStorage, MemoryTokenStorage, TokenStorage

from ..official import run_ours
from ..recording import RecordingServer
from . import renewers
from .rotating import TRANSFER, Rotating, put

PROCESSES = 20


@pytest.fixture
def service(service_urls: RecordingServer) -> Rotating:
    rotating = Rotating()
    service_urls.respond = rotating.respond
    return rotating


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def config(**options: Any) -> GlobusAppConfig:
    return GlobusAppConfig(request_refresh_tokens=True, **options)


def user_app(**options: Any) -> UserApp:
    return UserApp("a", client_id="id", config=config(**options))


@pytest.mark.parametrize(
    ("app", "storage", "is_async", "left"),
    [
        ("UserApp", "json", False, -5),
        ("UserApp", "sqlite", True, 1000),
        ("ClientApp", "sqlite", False, 1000),
        ("ClientApp", "json", True, -5),
    ],
)
def test_many_processes_renew_once(
    service: Rotating,
    server: RecordingServer,
    home: Path,
    app: str,
    storage: str,
    is_async: bool,
    left: int,
) -> None:
    """Whether their token has ended or is refused."""
    job = {
        "url": server.url,
        "home": str(home),
        "processes": PROCESSES,
        "app": app,
        "storage": storage,
        "async": is_async,
    }
    with renewers.make(job) as first:
        put(first.token_storage.token_storage, left=left)
    answers = run_ours(Path(renewers.__file__), job)
    assert answers == ["Bearer at-1"] * PROCESSES
    assert service.renewals == 1
    with renewers.make(job) as last:
        assert last.token_storage.get_token_data(TRANSFER).access_token == "at-1"


@pytest.mark.parametrize("left", [-5, 1000], ids=["expired", "refused"])
def test_many_threads_renew_once(service: Rotating, left: int) -> None:
    storage = MemoryTokenStorage()
    put(storage, left=left)
    start = threading.Barrier(50)
    with user_app(token_storage=storage) as app, TransferClient(app=app) as client:

        def ask(_: int) -> str:
            start.wait()
            return str(client.get("/v0.10/x")["token"])

        with ThreadPoolExecutor(50) as pool:
            assert set(pool.map(ask, range(50))) == {"Bearer at-1"}
    assert service.renewals == 1


@pytest.mark.parametrize("kind", [MemoryTokenStorage, JSONTokenStorage])
@pytest.mark.parametrize("left", [-5, 1000], ids=["expired", "refused"])
def test_many_coroutines_renew_once(
    service: Rotating, kind: Callable[..., TokenStorage], left: int, tmp_path: Path
) -> None:
    storage = kind(*([tmp_path / "file"] if kind is JSONTokenStorage else []))
    put(storage, left=left)

    async def main() -> list[str]:
        app = AsyncUserApp("a", client_id="id", config=config(token_storage=storage))
        async with app, AsyncTransferClient(app=app) as client:
            answers = await asyncio.gather(*(client.get("/v0.10/x") for _ in range(200)))
        return [answer["token"] for answer in answers]

    assert asyncio.run(main()) == ["Bearer at-1"] * 200
    assert service.renewals == 1
    held = storage.get_token_data(TRANSFER)
    assert held is not None
    assert (held.access_token, held.refresh_token) == ("at-1", "rt-1")


def test_what_another_process_stored_is_taken_over(service: Rotating) -> None:
    """Also its refresh token, which a login may have replaced."""
    storage = MemoryTokenStorage()
    put(storage)
    with user_app(token_storage=storage) as app:
        authorizer: Any = app.get_authorizer(TRANSFER)
        put(storage, left=1000, access_token="at-new", refresh_token="rt-new")
        assert authorizer.get_authorization_header() == "Bearer at-new"
        assert (service.renewals, authorizer.refresh_token) == (0, "rt-new")
        put(storage, left=-5, access_token="at-old", refresh_token="rt-0")
        authorizer.expires_at = 1
        assert authorizer.get_authorization_header() == "Bearer at-1"


def test_a_renewed_token_keeps_its_refresh_token_unless_there_is_a_new_one(
    service: Rotating, server: RecordingServer
) -> None:
    storage = MemoryTokenStorage()
    put(storage)

    def without_refresh_token(request: Any) -> Any:
        answer = service.respond(request)
        answer.document.pop("refresh_token", None)
        return answer

    server.respond = without_refresh_token
    with user_app(token_storage=storage) as app:
        app.get_authorizer(TRANSFER).get_authorization_header()
    held = storage.get_token_data(TRANSFER)
    assert held is not None
    assert (held.access_token, held.refresh_token, held.identity_id) == ("at-1", "rt-0", "me")


def test_a_dead_refresh_token_says_what_to_do(service: Rotating) -> None:
    storage = MemoryTokenStorage()
    put(storage, refresh_token="dead")
    sentence = (
        "The refresh token is no longer valid: log in again (with an app: app.login(force=True))."
    )
    with (
        user_app(token_storage=storage) as app,
        TransferClient(app=app) as client,
        pytest.raises(DeadRefreshTokenError) as raised,
    ):
        client.get("/v0.10/x")
    assert str(raised.value) == sentence
    assert raised.value.http_status == 401

    async def main() -> None:
        app = AsyncUserApp("a", client_id="id", config=config(token_storage=storage))
        async with app, AsyncTransferClient(app=app) as client:
            await client.get("/v0.10/x")

    with pytest.raises(DeadRefreshTokenError, match="log in again"):
        asyncio.run(main())
