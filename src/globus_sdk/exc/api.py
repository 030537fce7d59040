"""The error that a service answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .._core import json
from .base import GlobusError
from .err_info import ErrorInfoContainer
from .next_step import next_step

if TYPE_CHECKING:
    from .._core.raw import RawResponse


class ErrorSubdocument:
    """One error of several in a document.

    :param data: the sub-document.
    :param message_fields: keys that may hold the message, best first.
    """

    DEFAULT_MESSAGE_FIELDS = ("detail", "title")

    def __init__(
        self, data: dict[str, Any], *, message_fields: Sequence[str] | None = None
    ) -> None:
        self.raw = data
        self._message_fields = tuple(message_fields or self.DEFAULT_MESSAGE_FIELDS)

    @property
    def message(self) -> str | None:
        """The first of the message fields that holds text."""
        candidates = (self.raw.get(field) for field in self._message_fields)
        return next((text for text in candidates if isinstance(text, str)), None)

    @property
    def code(self) -> str | None:
        """The error's code, if it is text."""
        code = self.raw.get("code")
        return code if isinstance(code, str) else None

    def get(self, key: str, default: Any = None) -> Any | None:
        """Any other value of the sub-document."""
        return self.raw.get(key, default)


class GlobusAPIError(GlobusError):
    """A service answered with a status of 400 or above.

    Services write errors in three shapes, told apart here: JSON:API (by content type), ``code`` and
    ``message`` at the root, and anything else, in which messages are looked for.

    :param r: the response.
    :ivar http_status: its status.
    :ivar code: the error's code, or None.
    :ivar messages: every message found.
    :ivar errors: the sub-errors; for a document with a single error, that one.
    :ivar request_id: what to quote to the service's operators, or None.
    """

    MESSAGE_FIELDS = ["message", "detail", "title"]
    RECOGNIZED_AUTHZ_SCHEMES = ["bearer", "basic", "globus-goauthtoken"]

    def __init__(self, r: RawResponse, *args: Any, **kwargs: Any) -> None:
        self._underlying_response = r
        self.http_status = r.status_code
        self.code: str | None = None
        self.request_id: str | None = None
        self.messages: list[str] = []
        self.errors: list[ErrorSubdocument] = []
        self._read()
        self._post_parse_hook()
        super().__init__(*self._get_args())
        if self.text and not self.messages:
            self.add_note(self.text[:2000])
        if advice := next_step(self, self._authorization_scheme(r.request.headers)):
            self.add_note(advice)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._underlying_response,)

    @cached_property
    def raw_json(self) -> Any:
        """The parsed document, or None if the response says it is not JSON or lies about it."""
        if not self._mimetype.endswith(("/json", "+json")):
            return None
        try:
            return json.decode(self._underlying_response.content)
        except ValueError:
            return None

    @cached_property
    def info(self) -> ErrorInfoContainer:
        """What the service asks for: consent, another session."""
        return ErrorInfoContainer(self._document)

    @property
    def message(self) -> str | None:
        """All messages, joined."""
        return "; ".join(self.messages) or None

    @property
    def http_reason(self) -> str:
        """The reason phrase of the status line."""
        return self._underlying_response.reason

    @property
    def headers(self) -> Mapping[str, str]:
        """The response's headers."""
        return self._underlying_response.headers

    @property
    def content_type(self) -> str | None:
        """The response's ``Content-Type``."""
        return self.headers.get("Content-Type")

    @property
    def text(self) -> str:
        """The body as text."""
        return self._underlying_response.text

    @property
    def raw_text(self) -> str:
        """:attr:`text`, as it was called in version 3."""
        return self.text

    @property
    def binary_content(self) -> bytes:
        """The body as bytes."""
        content: bytes = self._underlying_response.content
        return content

    @property
    def _mimetype(self) -> str:
        return (self.content_type or "").partition(";")[0].strip().lower()

    @property
    def _document(self) -> dict[str, Any]:
        return json.as_object(self.raw_json) or {}

    def _get_args(self) -> list[Any]:
        request = self._underlying_response.request
        args = [
            request.method,
            request.url,
            self._authorization_scheme(request.headers),
            self.http_status,
            self.code,
            self.message or self.http_reason or None,
        ]
        return [*args, self.request_id] if self.request_id else args

    def _authorization_scheme(self, headers: Mapping[str, str]) -> str | None:
        """How the request was authorized, without the secret."""
        scheme = headers.get("Authorization", "").partition(" ")[0]
        return scheme if scheme.lower() in self.RECOGNIZED_AUTHZ_SCHEMES else None

    def _read(self) -> None:
        document = self._document
        if document and not self._read_jsonapi(document) and not self._read_type_zero(document):
            self._read_unknown(document)

    def _post_parse_hook(self) -> None:
        """For a service's own error class: what else to read from the document."""

    def _read_jsonapi(self, document: dict[str, Any]) -> bool:
        """https://jsonapi.org/format/#errors"""
        if self._mimetype != "application/vnd.api+json" or not _documents(document.get("errors")):
            return False
        self.errors = [ErrorSubdocument(error) for error in document["errors"]]
        self.code = _common_code(self.errors)
        self.messages = _messages(self.errors)
        return True

    def _read_type_zero(self, document: dict[str, Any]) -> bool:
        """``code``, ``message`` and perhaps ``request_id`` at the root, all text."""
        code, message = document.get("code"), document.get("message")
        request_id = document.get("request_id")
        if not (isinstance(code, str) and isinstance(message, str)):
            return False
        if not (request_id is None or isinstance(request_id, str)):
            return False
        self.code, self.messages, self.request_id = code, [message], request_id
        self.errors = self._sub_errors(document)
        return True

    def _read_unknown(self, document: dict[str, Any]) -> None:
        self.errors = self._sub_errors(document)
        code = document.get("code")
        self.code = code if isinstance(code, str) else _common_code(self.errors)
        root = ErrorSubdocument(document, message_fields=self.MESSAGE_FIELDS).message
        self.messages = [root] if root else _messages(self.errors)

    def _sub_errors(self, document: dict[str, Any]) -> list[ErrorSubdocument]:
        listed = document.get("errors")
        found = [] if listed == [] else (_documents(listed) or [document])
        return [ErrorSubdocument(one, message_fields=self.MESSAGE_FIELDS) for one in found]


def _documents(value: object) -> list[dict[str, Any]]:
    """A list of objects and nothing else, or an empty one."""
    items = json.as_array(value) or []
    return items if all(isinstance(item, dict) for item in items) else []


def _common_code(errors: Sequence[ErrorSubdocument]) -> str | None:
    codes = {error.code for error in errors}
    return codes.pop() if len(codes) == 1 else None


def _messages(errors: Sequence[ErrorSubdocument]) -> list[str]:
    return [error.message for error in errors if error.message is not None]
