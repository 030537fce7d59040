"""Addresses, the endpoint's id, apps."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

import pytest

from globus_sdk import AsyncGCSClient, GCSClient, GlobusSDKUsageError, Scope

from ...fakes import AsyncRedirected, FakeApp, Redirected
from ...recording import RecordingServer

SCOPE = "urn:globus:auth:scope:endpoint:manage_collections"
INFO = {"DATA_TYPE": "result#1.0.0", "data": [{"DATA_TYPE": "info#1.0.0", "client_id": "endpoint"}]}


@contextmanager
def sync_client(server: RecordingServer, **options: Any) -> Iterator[GCSClient]:
    with closing(Redirected(server)) as transport:
        yield GCSClient("gcs.example", transport=transport, **options)


@asynccontextmanager
async def async_client(server: RecordingServer, **options: Any) -> AsyncIterator[AsyncGCSClient]:
    transport = AsyncRedirected(server)
    yield AsyncGCSClient("gcs.example", transport=transport, **options)
    await transport.close()


@pytest.fixture
def manager(server: RecordingServer) -> RecordingServer:
    server.respond = lambda request: INFO
    return server


def asked(server: RecordingServer) -> list[tuple[str, str | None]]:
    return [
        (one.path.removeprefix("/gcs.example/api"), one.headers.get("Authorization"))
        for one in server.requests
    ]


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(main)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("abc.data.example.org", "https://abc.data.example.org/api/"),
        ("abc.data.example.org/", "https://abc.data.example.org/api/"),
        ("abc.data.example.org:8443", "https://abc.data.example.org:8443/api/"),
        ("https://abc.data.example.org", "https://abc.data.example.org/api/"),
        ("https://abc.data.example.org/", "https://abc.data.example.org/api/"),
        ("https://abc.data.example.org/api", "https://abc.data.example.org/api"),
        ("https://abc.data.example.org/api/", "https://abc.data.example.org/api/"),
        ("https://abc.data.example.org/x", "https://abc.data.example.org/x/api/"),
    ],
)
def test_the_address_becomes_a_url(address: str, url: str) -> None:
    assert GCSClient(address).base_url == url
    assert AsyncGCSClient(address).base_url == url


@pytest.mark.parametrize("kind", [GCSClient, AsyncGCSClient])
def test_plain_http_is_refused(kind: Any) -> None:
    with pytest.raises(GlobusSDKUsageError, match="HTTPS only, unlike http://x"):
        kind("http://x")


def test_the_endpoint_is_asked_for_its_id_once(manager: RecordingServer) -> None:
    with sync_client(manager) as client:
        assert client.get_endpoint() is not None
        assert client.endpoint_client_id == client.resource_server == "endpoint"
        assert client.default_scope_requirements == [Scope(SCOPE)]
    assert asked(manager) == [("/endpoint", None), ("/info", None)]
    assert GCSClient.resource_server is None


def test_an_async_client_awaits_the_id(manager: RecordingServer) -> None:
    async def main() -> None:
        async with async_client(manager) as client:
            with pytest.raises(GlobusSDKUsageError, match="First: await"):
                assert client.resource_server
            assert await client.endpoint_client_id == "endpoint"
            assert await client.endpoint_client_id == client.resource_server
            assert client.default_scope_requirements == [Scope(SCOPE)]

    run(main())
    assert asked(manager) == [("/info", None)]
    assert AsyncGCSClient.resource_server is None


def test_an_app_gives_tokens_for_the_endpoint(manager: RecordingServer) -> None:
    app = FakeApp()
    with sync_client(manager, app=app) as client:
        client.add_app_scope("more")
        client.get_endpoint()
        assert client.app_name == "my app"
    assert app.requirements == [{"endpoint": [SCOPE]}, {"endpoint": ["more"]}]
    assert app.asked == ["endpoint"]
    assert asked(manager) == [("/info", None), ("/endpoint", "Bearer token-1")]


def test_an_app_gives_tokens_to_an_async_client(manager: RecordingServer) -> None:
    app = FakeApp()

    async def main() -> None:
        async with async_client(manager, app=app) as client:
            client.add_app_scope("more")
            await client.get_gcs_info()
            assert app.requirements == []
            await client.get_endpoint()
            client.add_app_scope("later")
            await client.get_endpoint()

    run(main())
    assert app.requirements == [
        {"endpoint": [SCOPE]},
        {"endpoint": ["more"]},
        {"endpoint": ["later"]},
    ]
    assert asked(manager) == [
        ("/info", None),
        ("/info", None),
        ("/endpoint", "Bearer token-1"),
        ("/endpoint", "Bearer token-2"),
    ]


def test_first_requests_of_an_async_client_may_be_simultaneous(manager: RecordingServer) -> None:
    app = FakeApp()

    async def main() -> None:
        async with async_client(manager, app=app) as client:
            await asyncio.gather(*(client.get_endpoint() for _ in range(3)))

    run(main())
    assert app.requirements == [{"endpoint": [SCOPE]}]
    authorized = [token for path, token in asked(manager) if path == "/endpoint"]
    assert sorted(map(str, authorized)) == ["Bearer token-1", "Bearer token-2", "Bearer token-3"]


def test_an_async_client_without_app_adds_no_scopes(manager: RecordingServer) -> None:
    async def main() -> None:
        async with async_client(manager) as client:
            client.add_app_scope("more")
            with pytest.raises(GlobusSDKUsageError, match="uses an app"):
                await client.get_endpoint()
            await client.get_endpoint()

    run(main())


def test_scopes_are_found_by_id() -> None:
    collection = uuid.UUID(int=1)
    assert GCSClient.get_gcs_endpoint_scopes("endpoint").manage_collections == SCOPE
    scopes = AsyncGCSClient.get_gcs_collection_scopes(collection)
    assert scopes.https == f"https://auth.globus.org/scopes/{collection}/https"


def test_connectors_have_names_as_in_version_3() -> None:
    client = GCSClient("gcs.example")
    assert client.connector_id_to_name("145812c8-decc-41f1-83cf-bb2a85a2a70b") == "POSIX"
    assert client.connector_id_to_name(uuid.UUID(int=0)) is None
