"""Documents with the lowest version that has what they use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from ...._missing import MISSING, MissingType
from ...._payload import GlobusPayload

Version = tuple[int, int, int]
VersionOf = Callable[[Any], Version | None]


class VersionedDocument(GlobusPayload):
    """A document whose ``DATA_TYPE`` follows from its fields, unless it is given."""

    DATATYPE_BASE: ClassVar[str]
    DATATYPE_VERSION_IMPLICATIONS: ClassVar[dict[str, Version]] = {}
    DATATYPE_VERSION_CALLBACKS: ClassVar[tuple[VersionOf, ...]] = ()

    def _fill(
        self,
        data_type: str | MissingType,
        fields: dict[str, Any],
        additional_fields: dict[str, Any] | MissingType | None,
    ) -> None:
        self.update(DATA_TYPE=data_type, **fields)
        self.update(given(additional_fields))
        if self["DATA_TYPE"] is MISSING:
            self["DATA_TYPE"] = f"{self.DATATYPE_BASE}#{'.'.join(map(str, self._version()))}"

    def _version(self) -> Version:
        """The highest version that a field asks for."""
        implied = [
            version
            for field, version in self.DATATYPE_VERSION_IMPLICATIONS.items()
            if self.get(field, MISSING) is not MISSING
        ]
        computed = [version_of(self) for version_of in self.DATATYPE_VERSION_CALLBACKS]
        return max([(1, 0, 0), *implied, *filter(None, computed)])


def listed(values: Any) -> Any:
    """Documents as a list; MISSING and None stay as they are."""
    return values if values is None or values is MISSING else list(values)


def given(fields: dict[str, Any] | MissingType | None) -> dict[str, Any]:
    """Further fields, which may be none."""
    return {} if fields is None or isinstance(fields, MissingType) else fields
