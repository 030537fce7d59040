"""Bodies and URLs, as the wire has them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from .._missing import MISSING
from . import json

Body = bytes | str | None
_PLAIN_URL = re.compile(
    r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:/(?!\.)(?:[A-Za-z0-9_~:@.\-]|%[0-9A-F]{2})*)*"
)


def url_with_query(url: str, query_params: Mapping[str, Any] | None) -> str:
    """Append the parameters; those that are None or MISSING are left out, lists are repeated."""
    query = form(query_params) if query_params else ""
    if not query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{query}"


def is_plain(url: str) -> bool:
    """Whether a URL (without its query) is already in the form in which it is sent."""
    return _PLAIN_URL.fullmatch(url) is not None


def form(fields: Mapping[str, Any]) -> str:
    """``application/x-www-form-urlencoded``, likewise."""
    sent = {k: v for k, v in fields.items() if v is not None and v is not MISSING}
    return urlencode(sent, doseq=True)


def body(data: Any, encoding: str | None) -> tuple[Body, str | None]:
    """The body and its content type, if it has one.

    :param encoding: ``json``, ``form`` or ``text``; by default, text is sent as it is and anything
        else as JSON.
    """
    if data is None:
        return None, None
    if encoding == "form":
        return form(data), "application/x-www-form-urlencoded"
    if encoding == "text" or (encoding is None and isinstance(data, (str, bytes))):
        return data, None
    return json.encode(data), "application/json"


def comma_joined(values: Any) -> Any:
    """How lists of ids and names are written in queries; MISSING and None stay as they are."""
    if values is None or values is MISSING:
        return values
    if isinstance(values, (str, uuid.UUID)):
        return str(values)
    return ",".join(str(value) for value in values)


def repeated(values: Any) -> Any:
    """How lists are written in queries that name the parameter once for each value."""
    return values if values is MISSING or isinstance(values, str) else list(values)


def texts(values: Any) -> Any:
    """One or several ids and names as a list of strings; MISSING and None stay as they are."""
    if values is None or values is MISSING:
        return values
    if isinstance(values, (str, uuid.UUID)):
        return [str(values)]
    return [str(value) for value in values]


def slash_join(base: str, path: str | None) -> str:
    """Join with exactly one slash between."""
    if not path:
        return base
    return f"{base.rstrip('/')}/{path.lstrip('/')}"
