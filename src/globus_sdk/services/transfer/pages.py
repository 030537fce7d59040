"""How Transfer's listings are paged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...paging import LimitOffsetTotalPaginator, NullableMarkerPaginator, has_paginator


def length_of_page(page: Mapping[str, Any]) -> int:
    """How many items a page has."""
    return len(page["DATA"])


BY_OFFSET = has_paginator(
    LimitOffsetTotalPaginator,
    items_key="DATA",
    get_page_size=length_of_page,
    max_total_results=1000,  # what the service lets one page through
    page_size=1000,
)
BY_MARKER = has_paginator(NullableMarkerPaginator, items_key="DATA", marker_key="next_marker")
