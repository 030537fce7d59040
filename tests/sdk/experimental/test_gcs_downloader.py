"""Reading files by their URLs, whatever collection they are of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from globus_sdk import AccessTokenAuthorizer, GlobusAPIError, GlobusSDKUsageError
from globus_sdk.experimental.gcs_collection_client import (
    AsyncGCSCollectionClient,
    GCSCollectionClient,
)
from globus_sdk.experimental.gcs_downloader import (
    AsyncGCSDownloader,
    GCSDownloader,
    UnknownCollectionError,
)

from ..fakes import AsyncRedirected, FakeApp, Redirected
from ..recording import Answer, RecordingServer, Request

TRANSFER = "/transfer.api.globus.org/v0.10/endpoint/"
SCOPES = "https://auth.globus.org/scopes"
LOGIN = "https://auth.globus.org/v2/oauth2/authorize?scope=x&client_id="
MAPPED = {"entity_type": "GCSv5_mapped_collection", "high_assurance": False}
GUEST = {"entity_type": "GCSv5_guest_collection", "high_assurance": False}
Read = Callable[..., Any]


class Site:
    """Collections on hosts of their own, and Transfer, which knows them."""

    def __init__(self, server: RecordingServer) -> None:
        self.server = server
        self.app = FakeApp()
        self.collections: dict[str, dict[str, Any]] = {"one": GUEST, "other": GUEST}
        self.login = LOGIN
        self.file = Answer(b"content", headers={"Content-Type": "application/octet-stream"})
        server.respond = self.respond

    def respond(self, request: Request) -> Answer:
        if request.path.startswith(TRANSFER):
            return Answer(self.collections[request.path.removeprefix(TRANSFER)])
        if "Authorization" in request.headers or not self.login:
            return self.file
        host = request.path.split("/")[1]
        return Answer(b"", 302, {"Location": self.login + host.partition(".")[0]})

    @property
    def asked(self) -> list[tuple[str, str | None]]:
        return [(r.path, r.headers.get("Authorization")) for r in self.server.requests]

    @property
    def scopes(self) -> list[list[str]]:
        return [[*map(str, scopes)] for one in self.app.requirements for scopes in one.values()]


@pytest.fixture
def site(server: RecordingServer) -> Site:
    return Site(server)


@pytest.fixture(params=["sync", "async"])
def read(request: pytest.FixtureRequest, site: Site) -> Read:
    """Read files, one after the other, with one downloader."""

    def read_all(*urls: str, **options: Any) -> list[Any]:
        with closing(Redirected(site.server)) as transport:
            downloader = GCSDownloader(site.app, transport=transport)
            return [downloader.read_file(url, **options) for url in urls]

    async def read_all_async(*urls: str, **options: Any) -> list[Any]:
        transport = AsyncRedirected(site.server)
        try:
            downloader = AsyncGCSDownloader(site.app, transport=transport)
            return [await downloader.read_file(url, **options) for url in urls]
        finally:
            await transport.close()

    if request.param == "sync":
        return read_all
    return lambda *urls, **options: asyncio.run(read_all_async(*urls, **options))


def test_a_file_of_a_guest_collection_is_read(site: Site, read: Read) -> None:
    assert read("https://one.example/a%20b/c.txt") == ["content"]
    assert site.asked == [
        ("/one.example/a%20b/c.txt", None),
        (f"{TRANSFER}one", "Bearer token-1"),
        ("/one.example/a%20b/c.txt", "Bearer token-2"),
    ]
    assert site.app.asked == ["transfer.api.globus.org", "one"]


@pytest.mark.parametrize(
    ("collection", "scopes"),
    [
        (MAPPED, [f"{SCOPES}/one/https", f"{SCOPES}/one/data_access"]),
        ({**MAPPED, "high_assurance": True}, [f"{SCOPES}/one/https"]),
        (GUEST, [f"{SCOPES}/one/https"]),
    ],
)
def test_mapped_collections_want_access_to_their_data(
    site: Site, read: Read, collection: dict[str, Any], scopes: list[str]
) -> None:
    site.collections["one"] = collection
    read("https://one.example/a")
    transfer = ["urn:globus:auth:scope:transfer.api.globus.org:all"]
    assert site.scopes == [[f"{SCOPES}/one/https"], transfer, scopes]


def test_bytes_stay_bytes(site: Site, read: Read) -> None:
    site.file = Answer(b"\xff\x00", headers={"Content-Type": "application/octet-stream"})
    assert read("https://one.example/a", as_text=False) == [b"\xff\x00"]


def test_odd_paths_are_quoted(site: Site, read: Read) -> None:
    read("https://one.example/a b/ü+:@.txt?x=1")
    assert {path for path, _ in site.asked if "one.example" in path} == {
        "/one.example/a%20b/%C3%BC+:@.txt"
    }


def test_a_token_goes_to_its_own_host_only(site: Site, read: Read) -> None:
    """The official library sends the first collection's token to every host."""
    read("https://one.example/1", "https://One.example/2", "https://other.example/3")
    files = [(path, token) for path, token in site.asked if ".example/" in path]
    assert files == [
        ("/one.example/1", None),
        ("/one.example/1", "Bearer token-2"),
        ("/One.example/2", "Bearer token-3"),
        ("/other.example/3", None),
        ("/other.example/3", "Bearer token-5"),
    ]
    assert site.app.asked[1:] == ["one", "one", "transfer.api.globus.org", "other"]


def test_a_host_gets_no_token_of_a_collection_elsewhere(site: Site, read: Read) -> None:
    site.collections["one"] = {**GUEST, "https_server": "https://victim.example"}
    with pytest.raises(UnknownCollectionError, match=r"collection of https://victim\.example"):
        read("https://one.example/a")
    assert site.app.asked == ["transfer.api.globus.org"]
    site.collections["one"] = {**GUEST, "https_server": "https://one.example/"}
    assert read("https://one.example/a") == ["content"]


def test_a_public_file_needs_no_token(site: Site, read: Read) -> None:
    site.login = ""
    assert read("https://one.example/a") == ["content"]
    assert site.asked == [("/one.example/a", None)]
    assert site.app.requirements == []


@pytest.mark.parametrize(
    ("login", "count"),
    [("https://x.org/?client_id=a&client_id=", 2), ("https://x.org/?client=", 0)],
)
def test_a_redirection_names_one_collection(site: Site, read: Read, login: str, count: int) -> None:
    site.login = login
    with pytest.raises(RuntimeError, match=f"one collection, not for {count}"):
        read("https://one.example/a")


def test_errors_are_those_of_the_server(site: Site, read: Read) -> None:
    site.file = Answer(b"GlobusError: PATH_NOT_FOUND", 404, {"Content-Type": "text/plain"})
    with pytest.raises(GlobusAPIError) as raised:
        read("https://one.example/a")
    assert raised.value.http_status == 404
    site.login = ""
    with pytest.raises(GlobusAPIError):
        read("https://one.example/a")


@pytest.mark.parametrize("url", ["http://one.example/a", "one.example/a", "", "https:///a"])
def test_only_https_is_spoken(site: Site, read: Read, url: str) -> None:
    with pytest.raises(GlobusSDKUsageError, match="https URLs"):
        read(url)
    assert site.asked == []


def test_a_client_reads_the_files_of_its_host(site: Site) -> None:
    token = AccessTokenAuthorizer("mine")
    with closing(Redirected(site.server)) as transport:
        client = GCSCollectionClient("one", "one.example", authorizer=token, transport=transport)
        downloader = GCSDownloader(site.app, gcs_client=client, transport=transport)
        assert downloader.read_file("https://one.example/a") == "content"
    assert site.asked == [("/one.example/a", "Bearer mine")]


def test_an_async_client_reads_the_files_of_its_host(site: Site) -> None:
    async def main() -> None:
        token, transport = AccessTokenAuthorizer("mine"), AsyncRedirected(site.server)
        client = AsyncGCSCollectionClient(
            "one", "https://one.example", authorizer=token, transport=transport
        )
        downloader = AsyncGCSDownloader(site.app, gcs_client=client, transport=transport)
        assert await downloader.read_file("https://one.example/a") == "content"
        await transport.close()

    asyncio.run(main())
    assert site.asked == [("/one.example/a", "Bearer mine")]


def test_only_a_transport_of_its_own_is_closed(site: Site) -> None:
    closed: list[str] = []
    with closing(Redirected(site.server)) as transport:
        transport.close = lambda: closed.append("given")  # type: ignore[method-assign]
        with GCSDownloader(site.app, transport=transport):
            pass
        del transport.close
    with GCSDownloader(site.app) as downloader:
        downloader.transport.close = lambda: closed.append("own")  # type: ignore[method-assign]
    assert closed == ["own"]


def test_an_async_transport_likewise(site: Site) -> None:
    async def main() -> None:
        transport = AsyncRedirected(site.server)
        async with AsyncGCSDownloader(site.app, transport=transport) as downloader:
            assert await downloader.read_file("https://one.example/a") == "content"
        assert transport._session is not None
        async with AsyncGCSDownloader(site.app) as downloader:
            downloader.transport._session_of_this_loop()
        assert downloader.transport._session is None
        await transport.close()

    asyncio.run(main())


@pytest.mark.parametrize("kind", [GCSCollectionClient, AsyncGCSCollectionClient])
def test_a_collections_client_knows_its_scopes(kind: Any) -> None:
    client = kind("one", "one.example")
    assert (client.base_url, client.collection_id) == ("https://one.example", "one")
    assert client.resource_server == "one"
    assert client.default_scope_requirements == [f"{SCOPES}/one/https"]
    assert kind.resource_server is None
    with pytest.raises(GlobusSDKUsageError, match="HTTPS only"):
        kind("one", "http://one.example")
