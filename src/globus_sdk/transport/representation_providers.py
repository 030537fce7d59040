"""Representations of data: how bodies are written and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from .._core import encoding, json

if TYPE_CHECKING:
    import requests


class RequestsRepresentationProvider:
    """One representation; subclass it and put an instance into a transport's ``encoders``.

    :cvar encoding: the name of the representation: ``text``, ``json`` or ``form``.
    """

    encoding: ClassVar[str] = "text"

    def encode(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None,
        data: Any,
        headers: dict[str, str],
    ) -> requests.Request:
        """Build the request.

        :raises TypeError: the data has no such representation.
        """
        import requests

        body, content_type = encoding.body(data, self.encoding)
        if content_type is not None:
            headers = {"Content-Type": content_type, **headers}
        full_url = encoding.url_with_query(url, params)
        return requests.Request(method, full_url, data=body, headers=headers)

    def decode_body(self, response: requests.Response) -> Any:
        """Read the body of a response.

        :raises NotImplementedError: nothing comes back in this representation.
        """
        raise NotImplementedError(f"{type(self).__name__} reads no bodies.")


class RequestsPlainTextProvider(RequestsRepresentationProvider):
    """Text, as it is."""

    def decode_body(self, response: requests.Response) -> str:
        """The body as text."""
        return response.text


class RequestsJsonProvider(RequestsRepresentationProvider):
    """Documents as JSON, with ``orjson`` where that is installed."""

    encoding = "json"

    def decode_body(self, response: requests.Response) -> Any:
        """The parsed body.

        :raises ValueError: it is no JSON.
        """
        return json.decode(response.content)


class RequestsHttpFormProvider(RequestsRepresentationProvider):
    """Fields as a form."""

    encoding = "form"

    def encode(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None,
        data: Any,
        headers: dict[str, str] | None,
    ) -> requests.Request:
        """Build the request.

        :raises TypeError: the data is no mapping.
        """
        return super().encode(method, url, params, data, headers or {})


_OWN = (
    RequestsRepresentationProvider,
    RequestsPlainTextProvider,
    RequestsJsonProvider,
    RequestsHttpFormProvider,
)


def is_own(provider: RequestsRepresentationProvider) -> bool:
    """Whether a provider does just what :func:`globus_sdk._core.encoding.body` does."""
    return type(provider) in _OWN
