"""Errors of the Flows service."""

from __future__ import annotations

from typing import Any

from ..._core.json import as_array, as_object
from ...exc import GlobusAPIError


class FlowsAPIError(GlobusAPIError):
    """Flows answered with an error.

    The service writes them as ``{"error": {"code", "detail"}}``, where ``detail`` is text, or a
    list with the ``msg`` of each part of the request that does not fit.
    """

    MESSAGE_FIELDS = ["detail", "message", "title"]

    def _read_unknown(self, document: dict[str, Any]) -> None:
        error = as_object(document.get("error"))
        if error is not None:
            super()._read_unknown({"errors": [error]})
            self.messages = _details(error.get("detail")) or self.messages
        else:
            super()._read_unknown(document)


def _details(detail: Any) -> list[str]:
    parts = map(as_object, as_array(detail) or [])
    messages = (part.get("msg") for part in parts if part is not None)
    return [message for message in messages if isinstance(message, str)]
