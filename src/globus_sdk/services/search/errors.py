"""Errors of the Search service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...exc import GlobusAPIError

if TYPE_CHECKING:
    import requests


class SearchAPIError(GlobusAPIError):
    """Search answered with an error.

    :param r: the response.
    :ivar error_data: what else the service says of the error, such as which part of a query is
        wrong, or None.
    """

    def __init__(self, r: requests.Response) -> None:
        self.error_data: dict[str, Any] | None = None
        super().__init__(r)

    def _post_parse_hook(self) -> None:
        self.error_data = self._document.get("error_data")
