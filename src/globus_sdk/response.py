"""What calls return."""

from __future__ import annotations

import json as stdlib_json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic

from ._core import json

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from ._core.any_client import AnyClient
    from ._core.raw import RawResponse

    D = TypeVar("D", covariant=True, default=Any)
    ItemT = TypeVar("ItemT", covariant=True, default=Any)
else:
    from typing import TypeVar  # which knows no defaults yet, and loads faster

    D = TypeVar("D", covariant=True)
    ItemT = TypeVar("ItemT", covariant=True)

__all__ = (
    "ArrayResponse",
    "GlobusHTTPResponse",
    "IterableJSONAPIResponse",
    "IterableResponse",
)


class GlobusHTTPResponse(Generic[D]):
    """A successful response; indexing and :meth:`get` look into its JSON document.

    For type checkers, ``GlobusHTTPResponse[TaskDocument]`` is one whose :attr:`data` is a
    :class:`~globus_sdk.documents.TaskDocument`.

    :param response: the raw response, or another of these to look at in a different way.
    :param client: the client that made the call; needed with a raw response.
    """

    client: AnyClient

    def __init__(
        self, response: RawResponse | GlobusHTTPResponse, client: AnyClient | None = None
    ) -> None:
        if isinstance(response, GlobusHTTPResponse):
            self._response: RawResponse = response._response
            self.client = response.client
            vars(self).update(_shared(response))
        elif client is None:
            raise ValueError("A raw response needs the client that made the call.")
        else:
            self._response, self.client = response, client

    def __getstate__(self) -> dict[str, Any]:
        """Without the client, which holds connections and secrets."""
        return {**vars(self), "client": None}

    @cached_property
    def _parsed_json(self) -> Any:
        try:
            return json.decode(self._response.content)
        except ValueError:
            return None

    @property
    def _raw_response(self) -> RawResponse:
        return self._response

    @property
    def http_status(self) -> int:
        """The status code."""
        return self._response.status_code

    @property
    def http_reason(self) -> str:
        """The reason phrase of the status line."""
        return self._response.reason

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, whose names ignore case."""
        return self._response.headers

    @property
    def content_type(self) -> str | None:
        """The ``Content-Type`` header."""
        return self.headers.get("Content-Type")

    @property
    def text(self) -> str:
        """The body as text."""
        return self._response.text

    @property
    def binary_content(self) -> bytes:
        """The body as bytes."""
        content: bytes = self._response.content
        return content

    @property
    def data(self) -> D:
        """The parsed JSON document, or None if the body is not JSON."""
        document: D = self._parsed_json
        return document

    def get(self, key: str, default: Any = None) -> Any:
        """A value of the document, or ``default`` if it, or the document, is not there."""
        document: Any = self.data
        return document.get(key, default) if document else default

    def __getitem__(self, key: str | int | slice) -> Any:
        document: Any = self.data
        try:
            return document[key]
        except TypeError:
            raise ValueError("This response's data cannot be indexed that way.") from None

    def __contains__(self, item: Any) -> bool:
        document: Any = self.data
        return bool(document) and item in document

    def __bool__(self) -> bool:
        return bool(self.data)

    def __str__(self) -> str:
        if self.data is None:
            return self.text
        return stdlib_json.dumps(self.data, indent=2)

    def __repr__(self) -> str:
        """With the document, but without the tokens and passwords in it."""
        from ._core import display  # only people need it

        shown = self.text if self.data is None else display.written(self.data)
        return f"{type(self).__name__}({shown})"

    def _repr_html_(self) -> str:
        """The document as a table, for notebooks; without tokens and passwords."""
        from ._core import display

        shown: Any = self.text if self.data is None else self.data
        return display.document_html(type(self).__name__, shown)


def _shared(response: GlobusHTTPResponse) -> dict[str, Any]:
    """A document that was parsed already is not parsed again."""
    known = vars(response)
    return {"_parsed_json": known["_parsed_json"]} if "_parsed_json" in known else {}


class IterableResponse(GlobusHTTPResponse, Generic[ItemT]):
    """A response with a list in it, over which it iterates.

    For type checkers, ``IterableResponse[TaskDocument]`` is one whose items are task documents.

    :param iter_key: the key of that list.
    """

    default_iter_key: str

    def __init__(
        self,
        response: RawResponse | GlobusHTTPResponse,
        client: AnyClient | None = None,
        *,
        iter_key: str | None = None,
    ) -> None:
        if not (iter_key or hasattr(self, "default_iter_key")):
            raise TypeError("An IterableResponse needs an iter_key.")
        self.iter_key = iter_key or self.default_iter_key
        super().__init__(response, client)

    def __iter__(self) -> Iterator[ItemT]:
        """The items of the list.

        :raises ValueError: the document is no object.
        """
        document = json.as_object(self.data)
        if document is None:
            raise ValueError(f"Cannot iterate over {self.iter_key!r}: the data is no object.")
        return iter(document[self.iter_key])

    def _repr_html_(self) -> str:
        """The items as a table, for notebooks; without tokens and passwords."""
        from ._core import display

        items = json.as_array((json.as_object(self.data) or {}).get(self.iter_key))
        if items is None:
            return super()._repr_html_()
        return display.items_html(type(self).__name__, items)


class IterableJSONAPIResponse(IterableResponse[ItemT]):
    """A JSON:API document with a list of resources, over which it iterates."""

    default_iter_key = "data"


class ArrayResponse(GlobusHTTPResponse, Generic[ItemT]):
    """A response whose whole document is a list."""

    def _items(self) -> list[ItemT]:
        items = json.as_array(self.data)
        if items is None:
            raise ValueError("Cannot iterate: the data is no list.")
        return items

    def __iter__(self) -> Iterator[ItemT]:
        return iter(self._items())

    def __len__(self) -> int:
        return len(self._items())

    def _repr_html_(self) -> str:
        """The items as a table, for notebooks; without tokens and passwords."""
        from ._core import display

        items = json.as_array(self.data)
        if items is None:
            return super()._repr_html_()
        return display.items_html(type(self).__name__, items)
