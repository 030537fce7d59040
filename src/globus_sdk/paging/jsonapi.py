"""Pages that link to the next one."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from .._core.json import as_object
from .base import PageT, Paginator


class JSONAPIPaginator(Paginator[PageT]):
    """``links.next`` is the URL of the next page (https://jsonapi.org/format/#fetching-pagination)."""

    _REQUIRES_METHOD_KWARGS = ("query_params",)

    def following(self, page: Any, arguments: dict[str, Any]) -> dict[str, Any] | None:
        link: Any = (as_object(page.get("links")) or {}).get("next")
        linked = as_object(link)
        url: str | None = link if linked is None else linked.get("href")
        return {"query_params": parse_qs(urlsplit(url).query)} if url else None
