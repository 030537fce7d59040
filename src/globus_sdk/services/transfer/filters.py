"""Transfer's ``filter`` and ``orderby`` parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..._core.encoding import comma_joined
from ..._missing import MissingType

TransferFilterDict = Mapping[str, Any]
TransferFilter = str | TransferFilterDict


def one_filter(value: TransferFilter | MissingType) -> Any:
    """``{"name": ["a", "b"], "type": "file"}`` becomes ``name:a,b/type:file``."""
    if not isinstance(value, Mapping):
        return value
    return "/".join(f"{key}:{comma_joined(item)}" for key, item in value.items())


def any_filter(value: TransferFilter | list[TransferFilter] | MissingType) -> Any:
    """Several filters are alternatives, each a parameter of its own."""
    if isinstance(value, list):
        return [one_filter(item) for item in value]
    return one_filter(value)
