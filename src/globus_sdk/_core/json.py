"""JSON, with orjson where it is installed."""

from __future__ import annotations

import enum
import json
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from .._missing import MISSING, MissingType


@cache
def _orjson() -> Any:
    """The accelerator, or None; loaded at its first use."""
    try:
        import orjson
    except ImportError:
        return None
    return orjson


def decode(body: bytes | str) -> Any:
    """Parse a document.

    :raises ValueError: it is not JSON.
    """
    fast = _orjson()
    if fast is not None:
        try:
            return fast.loads(body)
        except ValueError:
            pass  # the standard module also knows UTF-16, NaN and lone surrogates
    return json.loads(body)


def encode(document: Any) -> bytes:
    """Write a document; keys whose value is :data:`~globus_sdk.MISSING` are left out.

    Most documents have such values at the top at most, so that only a document on which the first
    attempt fails is walked.
    """
    if isinstance(document, Mapping):
        document = {key: value for key, value in document.items() if value is not MISSING}
    fast = _orjson()
    if fast is not None:
        try:
            written: bytes = fast.dumps(document, default=_plain)
            return written
        except TypeError:
            pass  # MISSING deeper down, keys that are no strings, large integers, lone surrogates
    text = json.dumps(without_missing(document), default=_plain, allow_nan=False)
    return text.encode("ascii")


def without_missing(value: Any) -> Any:
    """Copy a document without what is missing, at any depth; ids become strings."""
    if isinstance(value, Mapping):
        return {k: without_missing(v) for k, v in value.items() if v is not MISSING}
    if isinstance(value, (list, tuple)):
        return [without_missing(item) for item in value if item is not MISSING]
    return value


def _plain(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, MissingType):
        raise TypeError("a missing value below the top of the document")
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
