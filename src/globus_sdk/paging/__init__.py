"""Listings that come in pages."""

from .base import AsyncPaginator, Paginator, has_paginator
from .jsonapi import JSONAPIPaginator
from .last_key import LastKeyPaginator
from .limit_offset import HasNextPaginator, LimitOffsetTotalPaginator
from .marker import MarkerPaginator, NullableMarkerPaginator
from .next_token import NextTokenPaginator
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
