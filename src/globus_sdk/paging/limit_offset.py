"""Pages by number and place of items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .base import PageT, Paginator


class _LimitOffsetPaginator(Paginator[PageT]):
    """Pages by ``limit`` and ``offset``.

    :param page_size: the largest ``limit`` to ask for.
    :param max_total_results: what the service pages through in all, or None.
    :param get_page_size: how many items a page has.
    """

    _REQUIRES_METHOD_KWARGS = ("limit", "offset")

    def __init__(
        self,
        method: Callable[..., Any],
        *,
        items_key: str | None = None,
        get_page_size: Callable[[dict[str, Any]], int],
        max_total_results: int | None,
        page_size: int,
        client_args: tuple[Any, ...],
        client_kwargs: dict[str, Any],
    ) -> None:
        super().__init__(
            method, items_key=items_key, client_args=client_args, client_kwargs=client_kwargs
        )
        self.get_page_size = get_page_size
        self.max_total_results = max_total_results
        self.page_size = page_size

    def first(self) -> dict[str, Any]:
        """The caller may have named an offset; nobody names a limit."""
        return {"limit": self.page_size}

    def following(self, page: Any, arguments: dict[str, Any]) -> dict[str, Any] | None:
        offset = self._start(page, arguments) + self.get_page_size(page)
        return self._page_at(offset) if self._has_next(page, offset) else None

    def _start(self, page: Any, arguments: dict[str, Any]) -> int:
        """Services say where a page starts, which a query document may have named."""
        asked = arguments.get("offset", self.client_kwargs.get("offset"))
        return int(page.get("offset", asked) or 0)

    def _page_at(self, offset: int) -> dict[str, Any] | None:
        limit = self.page_size
        if self.max_total_results is not None:
            limit = min(limit, self.max_total_results - offset)
        return {"limit": limit, "offset": offset} if limit > 0 else None

    def _has_next(self, page: Any, offset: int) -> bool:
        raise NotImplementedError


class HasNextPaginator(_LimitOffsetPaginator[PageT]):
    """A page says whether there is a next one (``has_next_page``)."""

    def _has_next(self, page: Any, offset: int) -> bool:
        return bool(page["has_next_page"])


class LimitOffsetTotalPaginator(_LimitOffsetPaginator[PageT]):
    """A page says how many items there are in all (``total``)."""

    def _has_next(self, page: Any, offset: int) -> bool:
        return offset < int(page["total"]) and self.get_page_size(page) > 0
