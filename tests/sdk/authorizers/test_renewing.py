"""One renewal, however many need it; on the clock and when refused."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import globus_sdk
from globus_sdk import (
    AsyncClientCredentialsAuthorizer,
    AsyncConfidentialAppAuthClient,
    AsyncNativeAppAuthClient,
    AsyncRefreshTokenAuthorizer,
    AsyncTransferClient,
    ClientCredentialsAuthorizer,
    ConfidentialAppAuthClient,
    NativeAppAuthClient,
    RefreshTokenAuthorizer,
    TransferClient,
)

from ..recording import Answer, RecordingServer, Request


class Tokens:
    """Answers token requests with numbered tokens; other requests need the newest one."""

    def __init__(self) -> None:
        self.issued = 0
        self.forms: list[dict[str, str]] = []
        self.more: dict[str, Any] = {}
        self.lock = threading.Lock()
        self.gate: threading.Barrier | None = None

    def respond(self, request: Request) -> Answer:
        if request.path.endswith("/token"):
            return self.token(request)
        if self.gate is not None and request.headers["Authorization"] == "Bearer old":
            self.gate.wait()
        newest = f"Bearer token-{self.issued}"
        if request.headers["Authorization"] != newest:
            return Answer({"code": "ClientError.AuthenticationFailed", "message": "no"}, 401)
        return Answer({"ok": True})

    def token(self, request: Request) -> Answer:
        with self.lock:
            self.issued += 1
            self.forms.append(request.form())
        document = {
            "access_token": f"token-{self.issued}",
            "expires_in": 3600,
            "scope": "s",
            "token_type": "Bearer",
            "resource_server": "transfer.api.globus.org",
            "other_tokens": [],
        }
        return Answer({**document, **self.more})


@pytest.fixture
def tokens(service_urls: RecordingServer) -> Tokens:
    answering = Tokens()
    service_urls.respond = answering.respond
    return answering


@pytest.fixture
def native(tokens: Tokens) -> Iterator[NativeAppAuthClient]:
    with NativeAppAuthClient("client-id") as client:
        yield client


def in_seconds(seconds: float) -> int:
    return int(time.time() + seconds)


@pytest.mark.parametrize(("left", "renewals"), [(3600, 0), (90, 0), (50, 1), (-10, 1)])
def test_a_token_is_renewed_a_minute_before_it_ends(
    tokens: Tokens, native: NativeAppAuthClient, left: int, renewals: int
) -> None:
    authorizer = RefreshTokenAuthorizer(
        "rt", native, access_token="old", expires_at=in_seconds(left)
    )
    header = authorizer.get_authorization_header()
    assert header == ("Bearer token-1" if renewals else "Bearer old")
    assert tokens.issued == renewals


def test_without_a_token_one_is_fetched_at_once(
    tokens: Tokens, native: NativeAppAuthClient
) -> None:
    authorizer = RefreshTokenAuthorizer("rt", native)
    assert authorizer.access_token == "token-1"
    assert authorizer.expires_at == pytest.approx(in_seconds(3600), abs=2)
    assert tokens.forms == [
        {"grant_type": "refresh_token", "refresh_token": "rt", "client_id": "client-id"}
    ]


def test_a_token_and_its_end_come_together(native: NativeAppAuthClient) -> None:
    with pytest.raises(globus_sdk.GlobusSDKUsageError):
        RefreshTokenAuthorizer("rt", native, access_token="old")
    with pytest.raises(globus_sdk.GlobusSDKUsageError):
        RefreshTokenAuthorizer("rt", native, expires_at=1)


def test_a_new_refresh_token_is_kept_and_told(tokens: Tokens, native: NativeAppAuthClient) -> None:
    tokens.more = {"refresh_token": "rt2"}
    told: list[Any] = []
    authorizer = RefreshTokenAuthorizer("rt", native, on_refresh=told.append)
    authorizer.handle_missing_authorization()
    assert [form["refresh_token"] for form in tokens.forms] == ["rt", "rt2"]
    assert all(isinstance(answer, globus_sdk.OAuthRefreshTokenResponse) for answer in told)


def test_an_answer_for_several_resource_servers_is_refused(
    tokens: Tokens, native: NativeAppAuthClient
) -> None:
    other = {"access_token": "b", "expires_in": 1, "scope": "s", "token_type": "Bearer"}
    tokens.more = {"other_tokens": [{**other, "resource_server": "b"}]}
    with pytest.raises(ValueError, match="one resource server"):
        RefreshTokenAuthorizer("rt", native)


def test_client_credentials_are_renewed(tokens: Tokens) -> None:
    with ConfidentialAppAuthClient("id", "secret") as client:
        authorizer = ClientCredentialsAuthorizer(client, TransferClient.scopes.all)
        with TransferClient(authorizer=authorizer) as transfer:
            assert transfer.get_task("t")["ok"]
    assert tokens.forms[0] == {
        "grant_type": "client_credentials",
        "scope": "urn:globus:auth:scope:transfer.api.globus.org:all",
    }


def test_many_threads_with_an_expired_token_renew_it_once(
    tokens: Tokens, native: NativeAppAuthClient
) -> None:
    authorizer = RefreshTokenAuthorizer("rt", native, access_token="old", expires_at=1)
    start = threading.Barrier(8)

    def header(_: int) -> str:
        start.wait()
        return authorizer.get_authorization_header()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(header, range(8))) == {"Bearer token-1"}
    assert tokens.issued == 1


def test_many_threads_whose_token_is_refused_renew_it_once(
    tokens: Tokens, native: NativeAppAuthClient
) -> None:
    tokens.gate = threading.Barrier(4, timeout=10)  # all are refused the same old token
    authorizer = RefreshTokenAuthorizer(
        "rt", native, access_token="old", expires_at=in_seconds(3600)
    )
    with TransferClient(authorizer=authorizer) as client, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(client.get_task, "abcd"))
    assert [answer["ok"] for answer in answers] == [True] * 4
    assert tokens.issued == 1


def async_authorizer(**options: Any) -> AsyncRefreshTokenAuthorizer:
    return AsyncRefreshTokenAuthorizer("rt", AsyncNativeAppAuthClient("client-id"), **options)


def many_tasks(authorizer: Any, close: Any) -> list[Any]:
    async def main() -> list[Any]:
        async with AsyncTransferClient(authorizer=authorizer) as client:
            answers = await asyncio.gather(*(client.get_task(str(n)) for n in range(4)))
        await close()
        return [answer["ok"] for answer in answers]

    return asyncio.run(main())


@pytest.mark.parametrize(
    "token", [{}, {"access_token": "old", "expires_at": 1}], ids=["none", "expired"]
)
def test_many_coroutines_without_a_token_fetch_it_once(tokens: Tokens, token: Any) -> None:
    authorizer = async_authorizer(**token)
    assert many_tasks(authorizer, authorizer.auth_client.close) == [True] * 4
    assert tokens.issued == 1


def test_many_coroutines_whose_token_is_refused_renew_it_once(tokens: Tokens) -> None:
    tokens.gate = threading.Barrier(4, timeout=10)
    authorizer = async_authorizer(access_token="old", expires_at=in_seconds(3600))
    assert many_tasks(authorizer, authorizer.auth_client.close) == [True] * 4
    assert tokens.issued == 1


def test_an_ordinary_authorizer_serves_an_async_client(
    tokens: Tokens, native: NativeAppAuthClient
) -> None:
    tokens.gate = threading.Barrier(4, timeout=10)
    authorizer = RefreshTokenAuthorizer(
        "rt", native, access_token="old", expires_at=in_seconds(3600)
    )

    async def nothing() -> None: ...

    assert many_tasks(authorizer, nothing) == [True] * 4
    assert tokens.issued == 1


def test_async_client_credentials_and_an_awaited_callback(tokens: Tokens) -> None:
    told = []

    async def tell(answer: Any) -> None:
        told.append(answer)

    async def main() -> None:
        async with AsyncConfidentialAppAuthClient("id", "secret") as auth:
            authorizer = AsyncClientCredentialsAuthorizer(auth, "a b", on_refresh=tell)
            assert await authorizer.get_authorization_header() == "Bearer token-1"

    asyncio.run(main())
    assert tokens.forms[0]["scope"] == "a b"
    assert isinstance(told[0], globus_sdk.OAuthClientCredentialsResponse)
