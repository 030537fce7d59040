"""JSON, with orjson where it is installed."""

from __future__ import annotations

import enum
import json
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

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


def as_object(value: object) -> dict[str, Any] | None:
    """A JSON object, or None for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_array(value: object) -> list[Any] | None:
    """A JSON array, or None for anything else."""
    if not isinstance(value, list):
        return None
    items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
    return items


def encode(document: Any) -> bytes:
    """Write a document; keys whose value is :data:`~globus_sdk.MISSING` are left out.

    Most documents have such values at the top at most, so that only a document on which the first
    attempt fails is walked.
    """
    if isinstance(document, Mapping):
        document = _sent(cast("Mapping[str, Any]", document))
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
        sent = _sent(cast("Mapping[str, Any]", value))
        return {key: without_missing(one) for key, one in sent.items()}
    if isinstance(value, (list, tuple)):
        items = cast("list[Any]", value)
        return [without_missing(item) for item in items if item is not MISSING]
    return value


def _sent(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value is not MISSING}


def _plain(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, MissingType):
        raise TypeError("a missing value below the top of the document")
    if isinstance(value, Mapping):
        return dict(cast("Mapping[str, Any]", value))
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
