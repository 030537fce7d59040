"""Sending requests with ``requests``."""

from __future__ import annotations

import os
import time
from contextvars import ContextVar
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from .._core import encoding as wire
from .._core.plan import Sleep, drive
from ..exc.convert import convert_request_exception
from .exchange import Send, exchange
from .three_x import RetrySettings

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    import requests

    from ..authorizers import GlobusAuthorizer
    from .caller_info import RequestCallerInfo
    from .representation_providers import RequestsRepresentationProvider
    from .retry import RetryCheck, RetryContext

_CURRENT: ContextVar[RequestsTransport] = ContextVar("current_transport")


class RequestsTransport(RetrySettings):
    """Sends requests, again where that makes sense, over one ``requests`` session.

    The session is made at its first use; it may be configured (``transport.session``) like any
    other.

    :param verify_ssl: whether, or with the authorities of which file, to verify certificates; by
        default ``GLOBUS_SDK_VERIFY_SSL``.
    :param http_timeout: seconds to wait for a connection and between bytes, -1 for ever; by default
        ``GLOBUS_SDK_HTTP_TIMEOUT``.

    The other parameters are those of version 3; a client's :class:`RetryConfig` takes their place.
    """

    def __init__(
        self,
        verify_ssl: bool | str | pathlib.Path | None = None,
        http_timeout: float | None = None,
        retry_backoff: Callable[[RetryContext], float] | None = None,
        retry_checks: list[RetryCheck] | None = None,
        max_sleep: float | int | None = None,
        max_retries: int | None = None,
    ) -> None:
        super().__init__(verify_ssl, http_timeout)
        self._configure(retry_backoff, retry_checks, max_sleep, max_retries)

    _session: requests.Session | None = None
    _owner: int = 0  # the process that made the session

    @property
    def session(self) -> requests.Session:
        """The session that all requests go through; it may be replaced."""
        if self._session is None or self._owner != os.getpid():
            self._session, self._owner = self._fresh_session(), os.getpid()
        return self._session

    @session.setter
    def session(self, value: requests.Session) -> None:
        self._session, self._owner = value, os.getpid()

    def _fresh_session(self) -> requests.Session:
        """After a fork, one without the parent's connections; a configured one is kept."""
        from . import _direct

        if self._session is not None and not _direct.is_ours(self._session):
            return self._session
        return _direct.Session()

    def close(self) -> None:
        """Close the connections."""
        made, self._session = self._session, None
        if made is not None:
            made.close()

    def request(
        self,
        method: str,
        url: str,
        query_params: dict[str, Any] | None = None,
        data: Any = None,
        headers: dict[str, str] | None = None,
        encoding: str | None = None,
        authorizer: GlobusAuthorizer | None = None,
        allow_redirects: bool = True,
        stream: bool = False,
        *,
        caller_info: RequestCallerInfo | None = None,
    ) -> requests.Response:
        """Send a request, retrying as ``caller_info`` says, and return the last response.

        :param url: without the query.
        :param authorizer: instead of ``caller_info``, as in version 3.
        :param data: a document, text, or bytes.
        :param encoding: ``json``, ``form`` or ``text``; by default text is sent as it is, the rest
            as JSON.
        :raises NetworkError: no response came.
        """
        if caller_info is None:
            caller_info = self.caller_without_client(authorizer)
        active = _CURRENT.set(self)
        try:
            request = self._prepared(method, url, query_params, data, headers, encoding)
            send = partial(self._send, request, caller_info.authorizer, allow_redirects, stream)
            response: requests.Response = drive(exchange(caller_info), partial(_perform, send))
        finally:
            _CURRENT.reset(active)
        return response

    @staticmethod
    def get_current_transport() -> RequestsTransport:
        """The transport whose :meth:`request` is running in this context; for retry checks.

        :raises LookupError: none is.
        """
        return _CURRENT.get()

    @cached_property
    def json_provider(self) -> RequestsRepresentationProvider:
        """What writes and reads JSON."""
        return self.encoders["json"]

    def _prepared(
        self,
        method: str,
        url: str,
        query_params: dict[str, Any] | None,
        data: Any,
        headers: dict[str, str] | None,
        encoding: str | None,
    ) -> requests.PreparedRequest:
        from . import _direct

        if wire.is_plain(url) and _direct.is_ours(self.session):
            parts = self._outgoing(url, query_params, data, headers, encoding)
            if parts is not None:
                return _direct.prepare(self.session, method, *parts)
        all_headers = {**self.headers, **(headers or {})}
        encoder = self._encoder(encoding, data)
        request = encoder.encode(method, url, query_params, data, all_headers)
        return _direct.prepare_fully(self.session, request)

    def _send(
        self,
        request: requests.PreparedRequest,
        authorizer: Any,
        allow_redirects: bool,
        stream: bool,
    ) -> requests.Response:
        import requests

        from . import _direct

        _authorize(request, authorizer)
        try:
            return _direct.send(
                self.session,
                request,
                verify=self.verify_ssl,
                timeout=self.http_timeout,
                allow_redirects=allow_redirects,
                stream=stream,
            )
        except requests.RequestException as error:
            raise convert_request_exception(error) from error


def _authorize(request: requests.PreparedRequest, authorizer: Any) -> None:
    if authorizer is not None:
        value = authorizer.get_authorization_header()
        if value:
            request.headers["Authorization"] = value


def _perform(send: Any, step: Any) -> Any:
    if isinstance(step, Send):
        return send()
    if isinstance(step, Sleep):
        return time.sleep(step.seconds)
    raise TypeError(f"unknown step {step!r}")
