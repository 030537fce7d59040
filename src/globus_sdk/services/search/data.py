"""The documents that queries are."""

from __future__ import annotations

from typing import Any, Self

from ..._missing import MISSING, MissingType
from ..._payload import GlobusPayload
from .former import SearchQuery, SearchQueryBase

__all__ = ("SearchQuery", "SearchQueryBase", "SearchQueryV1", "SearchScrollQuery")

_Documents = list[dict[str, Any]] | MissingType


class SearchQueryV1(GlobusPayload):
    """A query of the form ``query#1.0.0``, for :meth:`SearchClient.post_search`.

    :param q: what to search for.
    :param limit: how many results to return.
    :param offset: how many to skip.
    :param advanced: whether ``q`` is in the query language, instead of plain words.
    :param filters: conditions on fields, which the results have to meet.
    :param facets: what to count or sum up among the results.
    :param post_facet_filters: further conditions, which the facets disregard.
    :param boosts: fields that count for more, or for less, than others.
    :param sort: the fields by which to order the results.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        *,
        q: str | MissingType = MISSING,
        limit: int | MissingType = MISSING,
        offset: int | MissingType = MISSING,
        advanced: bool | MissingType = MISSING,
        filters: _Documents = MISSING,
        facets: _Documents = MISSING,
        post_facet_filters: _Documents = MISSING,
        boosts: _Documents = MISSING,
        sort: _Documents = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self["@version"] = "query#1.0.0"
        self["q"] = q
        self["limit"] = limit
        self["offset"] = offset
        self["advanced"] = advanced
        self["filters"] = filters
        self["facets"] = facets
        self["post_facet_filters"] = post_facet_filters
        self["boosts"] = boosts
        self["sort"] = sort
        self.update(additional_fields or {})


class SearchScrollQuery(SearchQueryBase):
    """A query for :meth:`SearchClient.scroll`.

    :param q: what to search for.
    :param limit: how many results a page has at most.
    :param advanced: whether ``q`` is in the query language, instead of plain words.
    :param marker: ``marker`` of the page before.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        q: str | MissingType = MISSING,
        *,
        limit: int | MissingType = MISSING,
        advanced: bool | MissingType = MISSING,
        marker: str | MissingType = MISSING,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(q=q, limit=limit, advanced=advanced, marker=marker)
        self.update(additional_fields or {})

    def set_marker(self, marker: str) -> Self:
        """Say where the page before ended, as in version 3."""
        self["marker"] = marker
        return self
