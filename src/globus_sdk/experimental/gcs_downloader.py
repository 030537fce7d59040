"""Reading files of collections by their URLs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Self, overload
from urllib.parse import parse_qs, urlsplit

from ..client import AsyncBaseClient, BaseClient
from ..exc import GlobusError, GlobusSDKUsageError
from ..response import GlobusHTTPResponse
from ..scopes import Scope
from ..services.transfer import AsyncTransferClient, TransferClient
from ..transport import AsyncTransport, RequestsTransport
from .gcs_collection_client import AsyncGCSCollectionClient, GCSCollectionClient

if TYPE_CHECKING:
    from .._core.apps import App, AsyncApp

_WITHOUT_TOKEN: dict[str, Any] = {"allow_redirects": False, "automatic_authorization": False}


class UnknownCollectionError(GlobusError, RuntimeError):
    """It could not be found out to which collection a file belongs."""


class GCSDownloader:
    """Reads files of any collections; a file's collection is found out when it is first met.

    A server that wants a token redirects to a login page, and with that names its collection. A
    token goes to no other host than that of the collection it is for.

    :param app: gets the tokens.
    :param gcs_client: reads the files of its own host, so that nothing has to be found out.
    :param transfer_client: looks up collections; by default, one with the same app.
    :param transport: sends the requests; not closed with the downloader.
    """

    def __init__(
        self,
        app: App,
        *,
        gcs_client: GCSCollectionClient | None = None,
        transfer_client: TransferClient | None = None,
        transport: RequestsTransport | None = None,
    ) -> None:
        self.app = app
        self._owns_transport = transport is None
        self.transport = transport or RequestsTransport()
        self._transfer = transfer_client
        self._clients = {_address_of(one.base_url): one for one in (gcs_client,) if one}

    def close(self) -> None:
        """Close the connections, unless the transport was passed in."""
        if self._owns_transport:
            self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    @overload
    def read_file(self, file_uri: str, *, as_text: Literal[True] = ...) -> str: ...

    @overload
    def read_file(self, file_uri: str, *, as_text: Literal[False]) -> bytes: ...

    @overload
    def read_file(self, file_uri: str, *, as_text: bool) -> str | bytes: ...

    def read_file(self, file_uri: str, *, as_text: bool = True) -> str | bytes:
        """Read a file.

        ``GET <file_uri>``, the first time on a host without a token.

        :param file_uri: its URL.
        :param as_text: whether to decode it, as its server says it is encoded.
        :raises GlobusSDKUsageError: the URL is not one of HTTPS.
        :raises UnknownCollectionError: its collection could not be found out.
        :raises GlobusAPIError: the server answered with an error.
        """
        address = _address_of(file_uri)
        if address not in self._clients:
            nobody = BaseClient(base_url=address, transport=self.transport)
            response = nobody.request("GET", file_uri, **_WITHOUT_TOKEN)
            if response.http_status < 300:
                return _content(response, as_text)
            self._clients[address] = self._client(_collection_of(file_uri, response), address)
        return _content(self._clients[address].get(file_uri), as_text)

    def _client(self, collection_id: str, address: str) -> GCSCollectionClient:
        client = GCSCollectionClient(
            collection_id, address, app=self.app, transport=self.transport
        )  # first of all, so that one login covers all scopes
        if self._transfer is None:
            self._transfer = TransferClient(app=self.app, transport=self.transport)
        collection = self._transfer.get_endpoint(collection_id)
        _check_host(collection, address)
        client.add_app_scope(_scopes_for(client, collection))
        return client


class AsyncGCSDownloader:
    """:class:`GCSDownloader` for ``asyncio``; its clients and its transport are async, too."""

    def __init__(
        self,
        app: App | AsyncApp,
        *,
        gcs_client: AsyncGCSCollectionClient | None = None,
        transfer_client: AsyncTransferClient | None = None,
        transport: AsyncTransport | None = None,
    ) -> None:
        self.app = app
        self._owns_transport = transport is None
        self.transport = transport or AsyncTransport()
        self._transfer = transfer_client
        self._clients = {_address_of(one.base_url): one for one in (gcs_client,) if one}

    async def close(self) -> None:
        """Close the connections, unless the transport was passed in."""
        if self._owns_transport:
            await self.transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.close()

    @overload
    async def read_file(self, file_uri: str, *, as_text: Literal[True] = ...) -> str: ...

    @overload
    async def read_file(self, file_uri: str, *, as_text: Literal[False]) -> bytes: ...

    @overload
    async def read_file(self, file_uri: str, *, as_text: bool) -> str | bytes: ...

    async def read_file(self, file_uri: str, *, as_text: bool = True) -> str | bytes:
        """:meth:`GCSDownloader.read_file`, to be awaited."""
        address = _address_of(file_uri)
        if address not in self._clients:
            nobody = AsyncBaseClient(base_url=address, transport=self.transport)
            response = await nobody.request("GET", file_uri, **_WITHOUT_TOKEN)
            if response.http_status < 300:
                return _content(response, as_text)
            collection_id = _collection_of(file_uri, response)
            self._clients[address] = await self._client(collection_id, address)
        return _content(await self._clients[address].get(file_uri), as_text)

    async def _client(self, collection_id: str, address: str) -> AsyncGCSCollectionClient:
        client = AsyncGCSCollectionClient(
            collection_id, address, app=self.app, transport=self.transport
        )  # first of all, so that one login covers all scopes
        if self._transfer is None:
            self._transfer = AsyncTransferClient(app=self.app, transport=self.transport)
        collection = await self._transfer.get_endpoint(collection_id)
        _check_host(collection, address)
        client.add_app_scope(_scopes_for(client, collection))
        return client


def _address_of(url: str) -> str:
    """A URL without its path.

    :raises GlobusSDKUsageError: it is not one of HTTPS.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise GlobusSDKUsageError(f"Files of collections have https URLs, unlike {url!r}.")
    return f"https://{parts.netloc.rpartition('@')[2].lower()}"


def _collection_of(file_uri: str, response: GlobusHTTPResponse) -> str:
    """The collection that a redirection to a login page is for: ``client_id`` in its URL.

    :raises UnknownCollectionError: it is not there, or there are several.
    """
    query = parse_qs(urlsplit(response.headers.get("Location", "")).query)
    ids = query.get("client_id", [])
    if len(ids) != 1:
        raise UnknownCollectionError(
            f"{file_uri} was to redirect to a login for one collection, not for {len(ids)}."
        )
    return ids[0]


def _check_host(collection: Any, address: str) -> None:
    """A server may not name a collection of another one, and get its tokens.

    :raises UnknownCollectionError: it did.
    """
    server = collection.get("https_server")
    if server and _address_of(server) != address:
        raise UnknownCollectionError(f"{address} claims to be a collection of {server}.")


def _scopes_for(client: Any, collection: Mapping[str, Any] | GlobusHTTPResponse) -> list[Scope]:
    """What reading a collection's files needs: mapped ones want the access to their data, too."""
    mapped = collection["entity_type"] == "GCSv5_mapped_collection"
    scopes = client.scopes
    if mapped and not collection["high_assurance"]:
        return [scopes.https, scopes.data_access]
    return [scopes.https]


def _content(response: GlobusHTTPResponse, as_text: bool) -> str | bytes:
    """A response's body."""
    return response.text if as_text else response.binary_content
