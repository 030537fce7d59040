"""What both transports share: headers, certificates, timeouts."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, ClassVar

from .. import config
from .._core import encoding as wire
from .._version import __version__
from .client_info import GlobusClientInfo
from .representation_providers import (
    RequestsHttpFormProvider,
    RequestsJsonProvider,
    RequestsPlainTextProvider,
    RequestsRepresentationProvider,
    is_own,
)

if TYPE_CHECKING:
    import pathlib


class TransportSettings:
    """The settings of a transport.

    :param verify_ssl: whether, or with the authorities of which file, to verify certificates; by
        default ``GLOBUS_SDK_VERIFY_SSL``.
    :param http_timeout: seconds to wait for a connection and between bytes, -1 for ever; by default
        ``GLOBUS_SDK_HTTP_TIMEOUT``.
    :ivar headers: sent with each request.
    """

    BASE_USER_AGENT = f"globus-sdk-py-{__version__}"
    DEFAULT_MAX_RETRIES = 5

    encoders: ClassVar[dict[str, RequestsRepresentationProvider]] = {
        "text": RequestsPlainTextProvider(),
        "json": RequestsJsonProvider(),
        "form": RequestsHttpFormProvider(),
    }

    def __init__(
        self,
        verify_ssl: bool | str | pathlib.Path | None = None,
        http_timeout: float | None = None,
    ) -> None:
        self.verify_ssl = config.get_ssl_verify(verify_ssl)
        self.http_timeout = config.get_http_timeout(http_timeout)
        self.globus_client_info = GlobusClientInfo(update_callback=self._client_info_changed)
        self.headers: dict[str, str] = {
            "Accept": "application/json",
            "User-Agent": self.BASE_USER_AGENT,
            "X-Globus-Client-Info": self.globus_client_info.format(),
        }

    @property
    def user_agent(self) -> str:
        """The ``User-Agent`` header; setting it appends the name to the library's own."""
        return self.headers["User-Agent"]

    @user_agent.setter
    def user_agent(self, value: str) -> None:
        self.headers["User-Agent"] = f"{self.BASE_USER_AGENT}/{value}"

    @contextlib.contextmanager
    def tune(
        self,
        *,
        verify_ssl: bool | str | pathlib.Path | None = None,
        http_timeout: float | None = None,
    ) -> Generator[None, None, None]:
        """Change settings for the duration of a ``with`` block."""
        before = self.verify_ssl, self.http_timeout
        if verify_ssl is not None:
            self.verify_ssl = config.get_ssl_verify(verify_ssl)
        if http_timeout is not None:
            self.http_timeout = config.get_http_timeout(http_timeout)
        try:
            yield
        finally:
            self.verify_ssl, self.http_timeout = before

    def _client_info_changed(self, info: GlobusClientInfo) -> None:
        self.headers.pop("X-Globus-Client-Info", None)
        if info:
            self.headers["X-Globus-Client-Info"] = info.format()

    def _outgoing(
        self,
        url: str,
        query_params: dict[str, Any] | None,
        data: Any,
        headers: dict[str, str] | None,
        encoding: str | None,
    ) -> tuple[str, dict[str, str], wire.Body] | None:
        """The URL, headers and body to send, or None if someone's own encoder makes them."""
        encoder = self._encoder(encoding, data)
        if not is_own(encoder):
            return None
        body, content_type = wire.body(data, encoder.encoding)
        content_headers = {} if content_type is None else {"Content-Type": content_type}
        all_headers = {**self.headers, **content_headers, **(headers or {})}
        return wire.url_with_query(url, query_params), all_headers, body

    def _encoder(self, encoding: str | None, data: Any) -> RequestsRepresentationProvider:
        if encoding is None:
            encoding = "text" if isinstance(data, (str, bytes)) else "json"
        try:
            return self.encoders[encoding]
        except KeyError:
            raise ValueError(f"Unknown encoding {encoding!r}; known: {[*self.encoders]}") from None
