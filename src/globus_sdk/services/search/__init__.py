"""Search: documents that can be found."""

from .client import AsyncSearchClient, SearchClient
from .data import SearchQueryV1, SearchScrollQuery
from .errors import SearchAPIError

__all__ = (
    "AsyncSearchClient",
    "SearchAPIError",
    "SearchClient",
    "SearchQueryV1",
    "SearchScrollQuery",
)
