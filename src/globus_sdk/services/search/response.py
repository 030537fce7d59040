"""Responses of the Search service."""

from ...response import IterableResponse


class IndexListResponse(IterableResponse):
    """Indices."""

    default_iter_key = "index_list"
