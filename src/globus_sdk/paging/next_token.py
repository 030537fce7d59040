"""Pages that name the next one by a token."""

from __future__ import annotations

from typing import Any

from .base import PageT, Paginator


class NextTokenPaginator(Paginator[PageT]):
    """``next_token`` of a page asks for the next one; the last has none."""

    _REQUIRES_METHOD_KWARGS = ("next_token",)

    def following(self, page: Any, arguments: dict[str, Any]) -> dict[str, Any] | None:
        token = page.get("next_token")
        return {"next_token": token} if token else None
