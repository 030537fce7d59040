"""The async transport, over real connections."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

import globus_sdk
from globus_sdk import AsyncTransferClient
from globus_sdk.transport import (
    AsyncTransport,
    RetryCheckResult,
    RetryConfig,
    RetryContext,
    _awaited,
    proxies,
)

from ..recording import Answer, RecordingServer, Request, recording_server

Use = Callable[[AsyncTransferClient], Awaitable[Any]]


def with_client(server: RecordingServer, use: Use, **options: Any) -> Any:
    async def main() -> Any:
        async with AsyncTransferClient(base_url=server.url, **options) as client:
            return await use(client)

    return asyncio.run(main())


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    spent: list[float] = []
    really_sleep, here = asyncio.sleep, threading.get_ident()

    async def sleep(seconds: float) -> None:
        if threading.get_ident() == here:
            spent.append(seconds)
        else:  # a server in another thread, which must not spin
            await really_sleep(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return spent


def test_many_requests_at_once(server: RecordingServer) -> None:
    barrier = threading.Barrier(5, timeout=10)

    def together(request: Request) -> Answer:
        barrier.wait()  # only requests that run at the same time get past this
        return Answer({"task": request.path.rpartition("/")[2]})

    server.respond = together

    async def use(client: AsyncTransferClient) -> list[Any]:
        return list(await asyncio.gather(*(client.get_task(str(n)) for n in range(5))))

    assert [r["task"] for r in with_client(server, use)] == ["0", "1", "2", "3", "4"]


def test_errors_are_the_same(server: RecordingServer) -> None:
    server.respond = lambda request: Answer({"code": "C", "message": "M", "request_id": "r"}, 404)
    with pytest.raises(globus_sdk.TransferAPIError) as caught:
        with_client(server, lambda client: client.get_task("t"))
    error = caught.value
    assert (error.code, error.message, error.http_status) == ("C", "M", 404)
    assert error.args[:3] == ("GET", f"{server.url}v0.10/task/t", None)
    assert pickle.loads(pickle.dumps(error)).args == error.args


def test_responses_can_be_pickled_and_read(server: RecordingServer) -> None:
    server.respond = lambda request: Answer({"a": "ü"}, headers={"X-A": "b"})
    response = pickle.loads(pickle.dumps(with_client(server, lambda c: c.get_task("t"))))
    assert response["a"] == "ü"
    assert (response.http_status, response.http_reason) == (200, "OK")
    assert (response.headers["x-a"], response.content_type) == ("b", "application/json")
    assert response.text == response.binary_content.decode()


def test_transient_errors_are_tried_again(server: RecordingServer, waits: list[float]) -> None:
    planned = [Answer({}, 503, {"Retry-After": "2"}), Answer({}, 500), Answer({"ok": 1})]
    server.respond = lambda request: planned.pop(0)
    assert with_client(server, lambda client: client.get_task("t"))["ok"]
    assert waits[0] == 2
    assert 0.5 <= waits[1] <= 1.5


def test_checks_may_be_coroutines(server: RecordingServer, waits: list[float]) -> None:
    planned = [Answer({}, 202), Answer({"ok": 1})]
    server.respond = lambda request: planned.pop(0)
    config = RetryConfig()

    async def while_pending(ctx: RetryContext) -> RetryCheckResult:
        assert ctx.response is not None
        pending = ctx.response.status_code == 202
        return RetryCheckResult.do_retry if pending else RetryCheckResult.no_decision

    config.checks.register_check(while_pending)  # type: ignore[arg-type]
    assert with_client(server, lambda c: c.get_task("t"), retry_config=config)["ok"]


def test_connection_failures_are_converted(waits: list[float]) -> None:
    async def main() -> None:
        config = RetryConfig(max_retries=1)
        async with AsyncTransferClient(base_url="http://127.0.0.1:9", retry_config=config) as c:
            await c.get_task("t")

    with pytest.raises(globus_sdk.GlobusConnectionError) as caught:
        asyncio.run(main())
    assert isinstance(caught.value.underlying_exception, aiohttp.ClientError)
    assert len(waits) == 1


def test_timeouts_are_converted(server: RecordingServer) -> None:
    release = threading.Event()

    def slow(request: Request) -> Answer:
        release.wait(10)
        return Answer()

    server.respond = slow

    async def main() -> None:
        transport = AsyncTransport(http_timeout=0.05)
        config = RetryConfig(max_retries=0)
        client = AsyncTransferClient(base_url=server.url, transport=transport, retry_config=config)
        try:
            await client.get_task("t")
        finally:
            await transport.close()

    try:
        with pytest.raises(globus_sdk.GlobusTimeoutError):
            asyncio.run(main())
    finally:
        release.set()


def test_one_client_in_two_event_loops(server: RecordingServer) -> None:
    client = AsyncTransferClient(base_url=server.url)

    async def use() -> None:
        await client.get_task("t")
        await client.close()

    asyncio.run(use())
    asyncio.run(use())
    assert len(server.requests) == 2


def test_proxies_of_the_environment_are_used(
    server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)

    async def use(client: AsyncTransferClient) -> Any:
        client.base_url = "http://example.invalid/"
        return await client.get_task("t")

    with_client(server, use)
    assert server.requests[0].headers["Host"] == "example.invalid"
    monkeypatch.setenv("no_proxy", "example.invalid")
    assert proxies.proxy_for("http://example.invalid/x") is None
    assert proxies.proxy_for("http://example.org/x") == server.url


def test_authorities_come_from_the_setting_then_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(_awaited, "_context", opened.append)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    _awaited._verification(True, "https")
    monkeypatch.setenv("CURL_CA_BUNDLE", "/curl")
    _awaited._verification(True, "https")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/requests")
    _awaited._verification(True, "https")
    _awaited._verification("/own", "https")
    assert _awaited._verification(False, "https") is False
    assert opened[0].endswith(".pem")
    assert opened[1:] == ["/curl", "/requests", "/own"]


def test_a_redirect_to_another_host_does_not_take_the_token_along(
    server: RecordingServer,
) -> None:
    with recording_server() as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        server.respond = lambda request: Answer({}, 302, {"Location": f"{elsewhere}x"})
        token = globus_sdk.AccessTokenAuthorizer("token")
        with_client(server, lambda client: client.get("/v0.10/old"), authorizer=token)
        assert server.requests[0].headers["Authorization"] == "Bearer token"
        assert "Authorization" not in other.requests[0].headers


def test_without_aiohttp_the_error_names_the_extra() -> None:
    code = (
        "import sys; sys.modules['aiohttp'] = None\n"
        "import globus_sdk; globus_sdk.TransferClient(); globus_sdk.AsyncTransferClient()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'armillary[async]'" in done.stderr.splitlines()[-1]


def test_a_cancelled_request_leaves_no_connection(server: RecordingServer) -> None:
    arrived, release = threading.Event(), threading.Event()

    def hang(request: Request) -> Answer:
        if request.path.endswith("/slow"):
            arrived.set()
            release.wait(10)
        return Answer({})

    async def scenario() -> None:
        async with AsyncTransferClient(base_url=server.url) as client:
            waiting = asyncio.create_task(client.get_task("slow"))
            await asyncio.to_thread(arrived.wait, 10)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            session = client.transport._session
            assert session is not None
            assert isinstance(session.connector, aiohttp.TCPConnector)
            assert not session.connector._acquired
            assert not session.connector._conns
            await client.get_task("quick")

    server.respond = hang
    try:
        asyncio.run(scenario())
    finally:
        release.set()
    slow, quick = server.requests
    assert slow.port != quick.port
