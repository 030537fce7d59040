"""The text of JSON, both ways: quickly, and with names whose bytes are not UTF-8."""

from __future__ import annotations

import json
from typing import Any

import orjson


def dump(value: Any) -> str:
    """A value as JSON text.

    Names that are not UTF-8 hold lone surrogates (PEP 383), which orjson refuses; ``json`` escapes
    them.
    """
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":"))


def load(text: str | bytes) -> Any:
    """Read what :func:`dump` wrote."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
