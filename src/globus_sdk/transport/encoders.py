"""How bodies are encoded; a transport's ``encoders`` may hold others under their own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._core import encoding

if TYPE_CHECKING:
    import requests


class RequestEncoder:
    """Sends text as it is."""

    encoding = "text"

    def encode(
        self,
        method: str,
        url: str,
        params: dict[str, Any] | None,
        data: Any,
        headers: dict[str, str],
    ) -> requests.Request:
        """Build the request."""
        import requests

        body, content_type = encoding.body(data, self.encoding)
        if content_type is not None:
            headers = {"Content-Type": content_type, **headers}
        full_url = encoding.url_with_query(url, params)
        return requests.Request(method, full_url, data=body, headers=headers)


class JSONRequestEncoder(RequestEncoder):
    """Sends documents as JSON."""

    encoding = "json"


class FormRequestEncoder(RequestEncoder):
    """Sends fields as a form."""

    encoding = "form"


def is_own(encoder: RequestEncoder) -> bool:
    """Whether an encoder does just what :func:`globus_sdk._core.encoding.body` does."""
    return type(encoder) in (RequestEncoder, JSONRequestEncoder, FormRequestEncoder)
