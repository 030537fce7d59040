"""How Transfer's listings are paged."""

from __future__ import annotations

from ...paging import LimitOffsetTotalPaginator, NullableMarkerPaginator, has_paginator

BY_OFFSET = has_paginator(
    LimitOffsetTotalPaginator,
    items_key="DATA",
    get_page_size=lambda page: len(page["DATA"]),
    max_total_results=1000,  # what the service lets one page through
    page_size=1000,
)
BY_MARKER = has_paginator(NullableMarkerPaginator, items_key="DATA", marker_key="next_marker")
