"""Listings that come in pages."""

from .base import AsyncPaginator, Paginator, has_paginator
from .styles import (
    HasNextPaginator,
    JSONAPIPaginator,
    LastKeyPaginator,
    LimitOffsetTotalPaginator,
    MarkerPaginator,
    NextTokenPaginator,
    NullableMarkerPaginator,
)
from .table import AsyncPaginatorTable, PaginatorTable

__all__ = (
    "AsyncPaginator",
    "AsyncPaginatorTable",
    "HasNextPaginator",
    "JSONAPIPaginator",
    "LastKeyPaginator",
    "LimitOffsetTotalPaginator",
    "MarkerPaginator",
    "NextTokenPaginator",
    "NullableMarkerPaginator",
    "Paginator",
    "PaginatorTable",
    "has_paginator",
)
