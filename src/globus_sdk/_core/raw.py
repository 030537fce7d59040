"""What the library needs of an HTTP response, whichever transport brought it."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any, Protocol


class RawRequest(Protocol):
    """The request that was sent."""

    method: str | None
    url: str | None

    @property
    def headers(self) -> MutableMapping[str, str]: ...


class RawResponse(Protocol):
    """A response, its body read: ``requests.Response`` fits."""

    status_code: int
    reason: str

    @property
    def request(self) -> Any: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> Any: ...

    @property
    def text(self) -> str: ...
