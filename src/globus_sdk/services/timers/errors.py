"""Errors of the Timers service."""

from __future__ import annotations

from typing import Any

from ..._core.json import as_array, as_object
from ...exc import ErrorSubdocument, GlobusAPIError


class TimersAPIError(GlobusAPIError):
    """Timers answered with an error.

    The service writes them in two further shapes: as ``{"error": {"code", "detail"}}``, and as
    ``{"detail": [{"loc", "msg"}]}``, one for each part of the request that does not fit.
    """

    MESSAGE_FIELDS = ["detail", "msg", "message", "title"]

    def _read_unknown(self, document: dict[str, Any]) -> None:
        error, detail = document.get("error"), _parts(document.get("detail"))
        if isinstance(error, dict):
            super()._read_unknown({"errors": [error]})
        elif detail is not None:
            super()._read_unknown({"errors": detail})
            self.messages = [_located(part) for part in self.errors if part.message]
        else:
            super()._read_unknown(document)


def _parts(detail: Any) -> list[Any] | None:
    parts = as_array(detail)
    return None if parts is None or None in map(as_object, parts) else parts


def _located(error: ErrorSubdocument) -> str:
    """The message, and the part of the request that it is about."""
    place = as_array(error.get("loc"))
    where = f": {'.'.join(map(str, place))}" if place is not None else ""
    return f"{error.message}{where}"
