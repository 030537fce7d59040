"""The sync transport: the short way and the whole way lead to the same."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
import requests
import responses

import globus_sdk
from globus_sdk import GlobusHTTPResponse, TransferClient
from globus_sdk.transport import (
    JSONRequestEncoder,
    RequestsTransport,
    RetryConfig,
    _direct,
)

from ..recording import Answer, RecordingServer, Request, recording_server


@pytest.fixture
def client(server: RecordingServer) -> Any:
    token = globus_sdk.AccessTokenAuthorizer("token")
    config = RetryConfig(max_retries=0)
    with TransferClient(base_url=server.url, authorizer=token, retry_config=config) as made:
        yield made


@pytest.fixture
def direct_sends(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs that went the short way."""
    urls: list[str] = []
    send = _direct._send_directly

    def spy(session: Any, request: Any, *args: Any) -> Any:
        urls.append(request.url)
        return send(session, request, *args)

    monkeypatch.setattr(_direct, "_send_directly", spy)
    return urls


def sent(server: RecordingServer) -> tuple[Any, ...]:
    """The last request, without what differs from connection to connection."""
    request = server.requests[-1]
    return request.method, request.path, request.query, request.headers, request.body


def test_an_untouched_session_goes_the_short_way(client: Any, direct_sends: list[str]) -> None:
    client.get_task("t")
    assert len(direct_sends) == 1


def add_hook(session: requests.Session) -> None:
    session.hooks["response"].append(lambda response, **_: response)


def set_parameter(session: requests.Session) -> None:
    session.params = {"x": "y"}


def replace_send(session: requests.Session) -> None:
    session.send = session.send  # type: ignore[method-assign]


def test_a_session_of_ones_own_is_used(client: Any, server: RecordingServer) -> None:
    with requests.Session() as own:
        own.auth = ("me", "secret")  # which wins over nothing but netrc: the token is ours to set
        own.headers["X-Own"] = "yes"
        client.transport.session = own
        client.get_task("t")
    assert server.requests[0].headers["X-Own"] == "yes"
    assert server.requests[0].headers["Authorization"] == "Bearer token"


@pytest.mark.parametrize(
    "touch", [add_hook, set_parameter, replace_send], ids=lambda touch: str(touch.__name__)
)
def test_a_session_that_someone_configured_goes_the_whole_way(
    client: Any, direct_sends: list[str], touch: Any
) -> None:
    touch(client.transport.session)
    client.get_task("t")
    assert direct_sends == []


def test_both_ways_send_the_same(client: Any, server: RecordingServer) -> None:
    def all_calls() -> list[tuple[Any, ...]]:
        recorded = []
        calls: tuple[Callable[[], object], ...] = (
            lambda: client.get_task("t", query_params={"a": "b c/ü", "l": [1, 2]}),
            lambda: client.post("/v0.10/x", data={"a": "ü", "m": globus_sdk.MISSING}),
            lambda: client.post("/v0.10/x"),
            lambda: client.put("/v0.10/x", data=b"bytes", headers={"X-A": "b"}),
            lambda: client.post("/v0.10/x", data={"a": "b c"}, encoding="form"),
            lambda: client.post("/v0.10/x", data="téxt"),
            lambda: client.delete("/v0.10/a b/ü"),
            lambda: client.request("patch", "/v0.10/x", data=[1]),
        )
        for call in calls:
            call()
            recorded.append(sent(server))
        return recorded

    short = all_calls()
    add_hook(client.transport.session)
    assert all_calls() == short


def test_a_patched_session_class_is_respected(
    client: Any, server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    send = requests.Session.send

    def spy(self: Any, request: Any, **kwargs: Any) -> Any:
        seen.append(request.url)
        return send(self, request, **kwargs)

    monkeypatch.setattr(requests.Session, "send", spy)
    client.get_task("t")
    assert seen == [f"{server.url}v0.10/task/t"]


@responses.activate
def test_the_responses_library_mocks_requests() -> None:
    url = "https://transfer.api.globus.org/v0.10/task/t"
    responses.get(url, json={"status": "ACTIVE"})
    responses.post("https://auth.globus.org/v2/oauth2/token", json={"error": "x"}, status=401)
    assert TransferClient().get_task("t")["status"] == "ACTIVE"
    with pytest.raises(globus_sdk.AuthAPIError) as caught:
        globus_sdk.NativeAppAuthClient("c").oauth2_refresh_token("rt")
    assert caught.value.http_status == 401
    assert "grant_type=refresh_token" in str(responses.calls[-1].request.body)


def test_session_headers_are_sent_and_the_transports_own_win(
    client: Any, server: RecordingServer
) -> None:
    client.transport.session.headers["X-Site"] = "s"
    client.transport.headers["X-More"] = "m"
    client.get_task("t")
    headers = server.requests[-1].headers
    assert (headers["X-Site"], headers["X-More"]) == ("s", "m")
    assert headers["User-Agent"].startswith("globus-sdk-py-")


def test_cookies_are_kept_and_sent_back(
    client: Any, server: RecordingServer, direct_sends: list[str]
) -> None:
    server.respond = lambda request: Answer({}, headers={"Set-Cookie": "a=b"})
    client.get_task("t")
    client.get_task("t")
    assert server.requests[-1].headers["Cookie"] == "a=b"
    assert len(direct_sends) == 1


def redirecting(request: Request) -> Answer:
    if request.path == "/v0.10/old":
        return Answer({}, 302, {"Location": "/v0.10/new"})
    return Answer({"path": request.path})


@pytest.mark.parametrize("touched", [False, True])
def test_redirects_are_followed_unless_told_otherwise(
    client: Any, server: RecordingServer, touched: bool
) -> None:
    server.respond = redirecting
    if touched:
        add_hook(client.transport.session)
    assert client.get("/v0.10/old")["path"] == "/v0.10/new"
    stayed = client.request("GET", "/v0.10/old", allow_redirects=False)
    assert (stayed.http_status, stayed.headers["Location"]) == (302, "/v0.10/new")


def test_a_redirect_to_another_host_does_not_take_the_token_along(
    client: Any, server: RecordingServer
) -> None:
    with recording_server() as other:
        # the same machine under another name is another host
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        server.respond = lambda request: Answer({}, 302, {"Location": f"{elsewhere}x"})
        client.get("/v0.10/old")
        assert "Authorization" in server.requests[0].headers
        assert "Authorization" not in other.requests[0].headers


def test_streams_are_left_unread(client: Any, server: RecordingServer) -> None:
    server.respond = lambda request: Answer(b"x" * 1_000_000)
    response = client.request("GET", "/v0.10/big", stream=True)
    raw = response._raw_response
    assert raw._content_consumed is False
    assert sum(len(chunk) for chunk in raw.iter_content(10_000)) == 1_000_000


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_proxies_of_the_environment_are_used(
    client: Any,
    server: RecordingServer,
    direct_sends: list[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    client.base_url = "http://example.invalid/"
    monkeypatch.setenv(name, server.url)
    client.get_task("t")
    assert direct_sends == []
    assert server.requests[0].path == "/v0.10/task/t"
    assert server.requests[0].headers["Host"] == "example.invalid"


def test_exceptions_to_the_proxy_are_respected(
    client: Any, server: RecordingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    client.get_task("t")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("setting", "variables", "verified"),
    [
        (True, {}, True),
        (True, {"REQUESTS_CA_BUNDLE": "/ca"}, "/ca"),
        (True, {"CURL_CA_BUNDLE": "/ca"}, "/ca"),
        (False, {"REQUESTS_CA_BUNDLE": "/ca"}, False),
        (__file__, {"REQUESTS_CA_BUNDLE": "/ca"}, __file__),
    ],
)
@pytest.mark.parametrize("touched", [False, True])
def test_authorities_come_from_the_setting_then_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
    setting: bool | str,
    variables: dict[str, str],
    verified: bool | str,
    touched: bool,
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    seen = []

    class Spy(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
            seen.append(kwargs["verify"])
            raise requests.ConnectionError

    transport = RequestsTransport(verify_ssl=setting)
    transport.session.mount("https://", Spy())
    if touched:
        add_hook(transport.session)
    client = TransferClient(transport=transport, retry_config=RetryConfig(max_retries=0))
    with pytest.raises(globus_sdk.GlobusConnectionError):
        client.get_task("t")
    assert seen == [verified]


@pytest.mark.parametrize("touched", [False, True])
def test_a_netrc_file_does_not_replace_the_token(
    client: Any,
    server: RecordingServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    touched: bool,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    if touched:
        add_hook(client.transport.session)
    client.get_task("t")
    assert server.requests[0].headers["Authorization"] == "Bearer token"


def test_timeouts_are_passed_on_and_converted(server: RecordingServer) -> None:
    import threading

    release = threading.Event()

    def slow(request: Request) -> Answer:
        release.wait(10)
        return Answer()

    server.respond = slow
    transport = RequestsTransport(http_timeout=0.05)
    config = RetryConfig(max_retries=0)
    client = TransferClient(base_url=server.url, transport=transport, retry_config=config)
    try:
        with pytest.raises(globus_sdk.GlobusTimeoutError):
            client.get_task("t")
    finally:
        release.set()
        transport.close()


def test_an_encoder_of_ones_own_is_used(client: Any, server: RecordingServer) -> None:
    class Shouting(JSONRequestEncoder):
        def encode(self, method: str, url: str, params: Any, data: Any, headers: Any) -> Any:
            return requests.Request(method, url, params=params, data="LOUD", headers=headers)

    client.transport.encoders = {**client.transport.encoders, "loud": Shouting()}
    client.post("/v0.10/x", data={}, encoding="loud", query_params={"a": "b"})
    assert (server.requests[0].body, server.requests[0].query) == (b"LOUD", [("a", "b")])


def test_a_transport_passed_in_stays_open(server: RecordingServer) -> None:
    transport = RequestsTransport()
    with TransferClient(base_url=server.url, transport=transport) as client:
        client.get_task("t")
    session = transport.session
    TransferClient(base_url=server.url, transport=transport).get_task("t")
    assert transport.session is session
    transport.close()


def test_responses_and_errors_can_be_pickled(client: Any, server: RecordingServer) -> None:
    response = client.get_task("t")
    again = pickle.loads(pickle.dumps(response))
    assert isinstance(again, GlobusHTTPResponse)
    assert (again.data, again.http_status) == (response.data, 200)
    assert vars(again)["client"] is None
    server.respond = lambda request: Answer({"code": "C", "message": "M"}, 404)
    with pytest.raises(globus_sdk.TransferAPIError) as caught:
        client.get_task("t")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (type(error), error.code, error.args) == (
        globus_sdk.TransferAPIError, "C", caught.value.args,
    )  # fmt: skip


def test_clients_can_be_autospecced() -> None:
    mock = create_autospec(TransferClient, instance=True)
    mock.get_task("t", query_params={})
    mock.get_task.assert_called_once_with("t", query_params={})
    with pytest.raises(TypeError):
        mock.get_task()
    twin = create_autospec(globus_sdk.AsyncTransferClient, instance=True)
    asyncio.run(twin.get_task("t"))
    twin.get_task.assert_awaited_once_with("t")


def test_methods_can_be_overridden_and_composites_use_them(server: RecordingServer) -> None:
    class Mine(TransferClient):
        def get_submission_id(self, *, query_params: Any = None) -> Any:
            return {"value": "mine"}

        def post(self, path: str, **options: Any) -> GlobusHTTPResponse:
            return super().post(f"/mine{path}", **options)

    with Mine(base_url=server.url) as client:
        client.submit_delete(globus_sdk.DeleteData("ep"))
    assert [r.path for r in server.requests] == ["/mine/v0.10/delete"]
    assert server.requests[0].json()["submission_id"] == "mine"


def test_a_forked_process_does_not_use_its_parents_connections(
    client: Any, server: RecordingServer
) -> None:
    client.get_task("parent")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside the server's thread
        child = os.fork()
    if child == 0:
        try:
            client.get_task("child")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    client.get_task("parent")
    ports: dict[str, list[int]] = {"parent": [], "child": []}
    for request in server.requests:
        ports[request.path.rpartition("/")[2]].append(request.port)
    assert len(ports["parent"]) == 2
    assert len(set(ports["parent"])) == 1
    assert len(ports["child"]) == 1
    assert ports["child"][0] not in ports["parent"]


CUT_SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"
NOT_GZIP = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"
BAD_CHUNK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n"


@pytest.mark.parametrize("answer", [CUT_SHORT, NOT_GZIP, BAD_CHUNK])
def test_a_damaged_body_is_the_same_error_on_both_ways(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_twice, args=(listener, answer))
        thread.start()
        errors = [error_of(listener, short) for short in (True, False)]
        thread.join()
    short, whole = errors
    assert type(short) is type(whole)
    assert type(short.underlying_exception) is type(whole.underlying_exception)
    assert isinstance(short.underlying_exception, requests.RequestException)


def answer_twice(listener: socket.socket, answer: bytes) -> None:
    for _ in range(2):
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(answer)


def error_of(listener: socket.socket, short: bool) -> globus_sdk.NetworkError:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    config = RetryConfig(max_retries=0)
    with TransferClient(base_url=address, retry_config=config) as client:
        if not short:
            client.transport.session = requests.Session()
        with pytest.raises(globus_sdk.NetworkError) as raised:
            client.get_task("t")
    return raised.value
