"""``MISSING``: "not given", where ``None`` would mean an explicit null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar, final

T = TypeVar("T")


@final
class MissingType:
    """The type of :data:`MISSING`, which says "not given": what has that value is left out.

    ``None`` differs: in documents it is sent, as ``null``.
    """

    _only: MissingType | None = None

    def __init__(self) -> None:
        if MissingType._only is not None:
            raise TypeError("MissingType has one instance, globus_sdk.MISSING")
        MissingType._only = self

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<globus_sdk.MISSING>"

    def __copy__(self) -> MissingType:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> MissingType:
        return self

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = MissingType()


def present(data: Mapping[str, T | MissingType] | None) -> dict[str, T]:
    """Copy ``data`` without the keys whose value is :data:`MISSING`."""
    if data is None:
        return {}
    return {key: value for key, value in data.items() if not isinstance(value, MissingType)}
