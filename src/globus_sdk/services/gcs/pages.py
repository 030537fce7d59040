"""How GCS Manager's listings are paged."""

from __future__ import annotations

from ...paging import MarkerPaginator, has_paginator

BY_MARKER = has_paginator(MarkerPaginator, items_key="data")
