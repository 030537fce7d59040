"""Pages that name the next one by its last key."""

from __future__ import annotations

from typing import Any

from .base import PageT, Paginator


class LastKeyPaginator(Paginator[PageT]):
    """``last_key`` of a page asks for the next one, as long as ``has_next_page``."""

    _REQUIRES_METHOD_KWARGS = ("last_key",)

    def following(self, page: Any, arguments: dict[str, Any]) -> dict[str, Any] | None:
        return {"last_key": page["last_key"]} if page["has_next_page"] else None
