"""What the async transport does with ``aiohttp`` itself."""

from __future__ import annotations

import email.message
import os
import ssl
from collections.abc import Mapping
from functools import cache
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
import certifi
import yarl
from multidict import CIMultiDict, istr

from .._core import encoding as wire
from .._core import json
from ..exc.convert import (
    GlobusConnectionError,
    GlobusConnectionTimeoutError,
    GlobusTimeoutError,
    NetworkError,
)

_SENT_AS_GIVEN = frozenset((istr("Content-Type"),))


class SentRequest:
    """A request, as it was sent."""

    def __init__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | str | None
    ) -> None:
        self.method = method
        self.url = url
        self.headers: CIMultiDict[str] = CIMultiDict(headers)
        self.body = body


class BufferedResponse:
    """A response whose body was read; in the manner of ``requests.Response``."""

    def __init__(
        self, response: aiohttp.ClientResponse, content: bytes, request: SentRequest
    ) -> None:
        self.status_code = response.status
        self.reason = response.reason or ""
        self.headers: Mapping[str, str] = response.headers
        self.content = content
        self.request = request
        self._url = response.url

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "headers": CIMultiDict(self.headers)}

    @property
    def url(self) -> str:
        """Where it came from, after redirects."""
        return str(self._url)

    @property
    def encoding(self) -> str:
        """How the body's text is encoded."""
        message = email.message.Message()
        message["Content-Type"] = self.headers.get("Content-Type", "")
        return message.get_content_charset("utf-8")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode(self.encoding, errors="replace")

    def json(self) -> Any:
        """The parsed body."""
        return json.decode(self.content)


class StreamedResponse(BufferedResponse):
    """A response whose body is read as it comes."""

    def __init__(self, response: aiohttp.ClientResponse, request: SentRequest) -> None:
        super().__init__(response, b"", request)
        self._response = response

    async def read(self) -> bytes:
        """What comes next; nothing at the end.

        :raises NetworkError: the connection broke.
        """
        try:
            return await self._response.content.readany()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise converted(error) from error

    def close(self) -> None:
        """Close the connection."""
        self._response.close()


class _NoCookies(aiohttp.DummyCookieJar):
    """Tokens are the only credentials; not even an empty cookie is made anew for each request."""

    _none: SimpleCookie = SimpleCookie()

    def filter_cookies(self, request_url: yarl.URL) -> SimpleCookie:
        return self._none


def new_session() -> aiohttp.ClientSession:
    """A session without cookies."""
    return aiohttp.ClientSession(cookie_jar=_NoCookies())


async def send(
    session: aiohttp.ClientSession,
    request: SentRequest,
    *,
    proxy: str | None,
    verify: bool | str,
    http_timeout: float | None,
    allow_redirects: bool,
    stream: bool = False,
) -> BufferedResponse:
    """Send a request and read the response.

    :param stream: whether to leave the body of a successful one unread.
    :raises NetworkError: there was none.
    """
    url = yarl.URL(request.url, encoded=wire.is_plain(request.url.partition("?")[0]))
    try:
        response = await session.request(
            request.method,
            url,
            data=request.body,
            headers=request.headers,
            allow_redirects=allow_redirects,
            timeout=_timeout(http_timeout),
            ssl=_verification(verify, url.scheme),
            proxy=proxy,
            skip_auto_headers=None if request.method == "GET" else _SENT_AS_GIVEN,
        )
        if stream and response.status == 200:
            return StreamedResponse(response, request)
        # Reading to the end gives the connection back; failing, or being cancelled, closes it.
        return BufferedResponse(response, await response.read(), request)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise converted(error) from error


def converted(error: Exception) -> NetworkError:
    """The library's error for one of ``aiohttp``."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return GlobusConnectionTimeoutError("ConnectTimeoutError on request", error)
    if isinstance(error, TimeoutError):
        return GlobusTimeoutError("TimeoutError on request", error)
    if isinstance(error, aiohttp.ClientConnectionError):
        return GlobusConnectionError("ConnectionError on request", error)
    return NetworkError("NetworkError on request", error)


@cache
def _timeout(seconds: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=seconds, sock_read=seconds)


def _verification(verify: bool | str, scheme: str) -> ssl.SSLContext | bool:
    if scheme != "https" or verify is False:
        return False
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return _context(verify if isinstance(verify, str) else bundle or certifi.where())


@cache
def _context(authorities: str) -> ssl.SSLContext:
    if os.path.isdir(authorities):  # noqa: PTH112 - as ``requests`` takes it
        return ssl.create_default_context(capath=authorities)
    return ssl.create_default_context(cafile=authorities)
