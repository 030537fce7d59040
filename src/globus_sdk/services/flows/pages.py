"""How Flows' listings are paged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ...paging import MarkerPaginator, NullableMarkerPaginator, has_paginator

C = TypeVar("C", bound=Callable[..., Any])


def by_marker(items_key: str) -> Callable[[C], C]:
    """A page says whether there is a next one."""
    return has_paginator(MarkerPaginator, items_key=items_key)


def by_nullable_marker(items_key: str) -> Callable[[C], C]:
    """The last page has no marker."""
    return has_paginator(NullableMarkerPaginator, items_key=items_key)
