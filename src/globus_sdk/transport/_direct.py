"""The short way through ``requests``.

Most of what ``Session.send`` does for each request is to find out that nothing was configured.
While a session is as the library made it, a request goes to its adapter at once; a session with
hooks, cookies, authentication, proxies, or whose methods someone replaced, takes the whole way.
Proxy and certificate variables of the environment count on both.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import requests
from requests.cookies import extract_cookies_to_jar  # pyright: ignore[reportUnknownVariableType]
from requests.hooks import default_hooks
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError, SSLError
from urllib3.response import HTTPResponse

from ..exc.convert import convert_request_exception
from . import proxies

if TYPE_CHECKING:
    from collections.abc import Iterator

_SESSION_METHODS = {
    name: getattr(requests.Session, name) for name in ("send", "request", "prepare_request")
}
_NO_HOOKS = default_hooks()
_ERRORS: dict[type[HTTPError], type[requests.RequestException]] = {
    ProtocolError: requests.exceptions.ChunkedEncodingError,
    DecodeError: requests.exceptions.ContentDecodingError,
    ReadTimeoutError: requests.exceptions.ConnectionError,
    SSLError: requests.exceptions.SSLError,
}


class Session(requests.Session):
    """A session as the library makes it."""


def is_ours(session: requests.Session) -> bool:
    """Whether a session is as the library made it."""
    return (
        type(session) is Session
        and session.auth is None
        and session.cert is None
        and session.verify is True
        and not session.proxies
        and not session.params
        and not session.cookies
        and session.hooks == _NO_HOOKS
        and not any(name in session.__dict__ for name in _SESSION_METHODS)
        and all(getattr(Session, name) is method for name, method in _SESSION_METHODS.items())
    )


def prepare(
    session: requests.Session,
    method: str,
    url: str,
    headers: dict[str, str],
    body: bytes | str | None,
) -> requests.PreparedRequest:
    """A prepared request out of parts that need no preparation."""
    request = requests.PreparedRequest()
    request.method, request.url = method.upper(), url
    request.headers = CaseInsensitiveDict({**session.headers, **headers})  # type: ignore[arg-type]
    request.hooks = default_hooks()
    request.body = body.encode() if isinstance(body, str) else body
    if body or request.method not in ("GET", "HEAD"):
        request.headers["Content-Length"] = str(len(request.body or b""))
    return request


def prepare_fully(session: requests.Session, request: requests.Request) -> requests.PreparedRequest:
    """A prepared request with all that the session adds to it.

    Without authentication on the session, the library's own counts, never an entry in a netrc file
    for the same host.
    """
    if request.auth is None and session.auth is None:
        request.auth = _keep
    return session.prepare_request(request)


def _keep(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def send(
    session: requests.Session,
    request: requests.PreparedRequest,
    *,
    verify: bool | str,
    timeout: float | None,
    allow_redirects: bool,
    stream: bool,
) -> requests.Response:
    """Send, the short way if it leads to the same."""
    options: dict[str, Any] = {"stream": stream, "timeout": timeout}
    if is_ours(session) and not proxies.may_be_set():
        verify = _authorities(session, verify)
        return _send_directly(session, request, allow_redirects, {**options, "verify": verify})
    settings: Any = session.merge_environment_settings(request.url, {}, stream, verify, None)
    settings["timeout"] = timeout
    return session.send(request, allow_redirects=allow_redirects, **settings)


def _authorities(session: requests.Session, verify: bool | str) -> bool | str:
    """``REQUESTS_CA_BUNDLE`` and ``CURL_CA_BUNDLE``, where ``requests`` would look at them."""
    if verify is not True or not session.trust_env:
        return verify
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def _send_directly(
    session: requests.Session,
    request: requests.PreparedRequest,
    allow_redirects: bool,
    options: dict[str, Any],
) -> requests.Response:
    adapter: Any = session.get_adapter(url=request.url or "")
    start = time.perf_counter()
    response: requests.Response = adapter.send(request, proxies={}, **options)
    response.elapsed = timedelta(seconds=time.perf_counter() - start)
    if "Set-Cookie" in response.headers:
        jar: Any = session.cookies
        extract_cookies_to_jar(jar, request, response.raw)  # type: ignore[no-untyped-call]
    if allow_redirects and response.is_redirect:
        response = _follow(session, request, response, options)
    if not options["stream"]:
        _read(response)
    return response


def _read(response: requests.Response) -> None:
    """Read the body, which gives the connection back; in one piece, where ``requests`` takes many.

    :raises requests.RequestException: as ``requests`` would.
    """
    unread: Any = response
    if unread._content_consumed or type(unread.raw) is not HTTPResponse:
        unread.content  # noqa: B018 - reads it
        return
    try:
        unread._content = unread.raw.read(decode_content=True)
    except HTTPError as error:
        raise _as_requests_says(error) from error
    unread._content_consumed = True


class Streamed:
    """A response whose body is read as it comes."""

    def __init__(self, response: Any) -> None:
        self._response = response
        self._chunks: Iterator[bytes] = response.iter_content(chunk_size=None)

    def read(self) -> bytes:
        """What comes next; nothing at the end.

        :raises NetworkError: the connection broke.
        """
        try:
            return next(self._chunks, b"")
        except requests.RequestException as error:
            raise convert_request_exception(error) from error

    def close(self) -> None:
        """Close the connection."""
        self._response.close()


def _as_requests_says(error: HTTPError) -> requests.RequestException:
    for kind, ours in _ERRORS.items():
        if isinstance(error, kind):
            return ours(error)
    return requests.RequestException(error)


def _follow(
    session: requests.Session,
    request: requests.PreparedRequest,
    response: requests.Response,
    options: dict[str, Any],
) -> requests.Response:
    known: Any = session  # whose methods for redirects have incomplete types
    cast("Any", request).prepare_cookies(session.cookies)
    redirects = known.resolve_redirects(response, request, proxies={}, **options)
    history: list[requests.Response] = [response, *redirects]
    last = history.pop()
    last.history = history
    return last
