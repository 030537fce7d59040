"""Search: documents that can be found."""

from .client import AsyncSearchClient, SearchClient
from .data import SearchQuery, SearchQueryV1, SearchScrollQuery
from .errors import SearchAPIError

__all__ = (
    "AsyncSearchClient",
    "SearchAPIError",
    "SearchClient",
    "SearchQuery",
    "SearchQueryV1",
    "SearchScrollQuery",
)
