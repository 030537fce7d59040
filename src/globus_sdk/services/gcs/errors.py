"""Errors of GCS Manager."""

from __future__ import annotations

from typing import Any

from ..._core.json import as_object
from ...exc import GlobusAPIError


class GCSAPIError(GlobusAPIError):
    """GCS Manager answered with an error.

    :ivar detail: more of what happened, as text or as a document, or None.
    :ivar detail_data_type: the ``DATA_TYPE`` of that document, if it is one.
    """

    detail: Any = None
    detail_data_type: str | None = None

    def _post_parse_hook(self) -> None:
        self.detail = self._document.get("detail")
        document = as_object(self.detail)
        if document is not None:
            self.detail_data_type = document.get("DATA_TYPE")

    def _get_args(self) -> list[Any]:
        text = [self.detail] if isinstance(self.detail, str) else []
        return [*super()._get_args(), self.detail_data_type, *text]
