"""Pages that name the next one by a marker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .base import PageT, Paginator


class MarkerPaginator(Paginator[PageT]):
    """``marker`` in the page names the next one, as long as ``has_next_page`` is not false.

    :param marker_key: where the page has its marker.
    """

    _REQUIRES_METHOD_KWARGS = ("marker",)

    def __init__(
        self,
        method: Callable[..., Any],
        *,
        items_key: str | None = None,
        marker_key: str = "marker",
        client_args: tuple[Any, ...],
        client_kwargs: dict[str, Any],
    ) -> None:
        super().__init__(
            method, items_key=items_key, client_args=client_args, client_kwargs=client_kwargs
        )
        self.marker_key = marker_key

    def following(self, page: Any, arguments: dict[str, Any]) -> dict[str, Any] | None:
        marker = page.get(self.marker_key)
        return {"marker": marker} if marker and self._has_next(page) else None

    def _has_next(self, page: Any) -> bool:
        return bool(page.get("has_next_page", False))


class NullableMarkerPaginator(MarkerPaginator[PageT]):
    """The marker of the last page is null."""

    def _has_next(self, page: Any) -> bool:
        return True
