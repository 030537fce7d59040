"""Queries put together step by step, and entries one by one, as in version 3 of the API."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from ..._core.calls import post, put
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ..._payload import GlobusPayload
from ...response import GlobusHTTPResponse

if TYPE_CHECKING:
    from ...documents import IndexTaskStartedDocument


class SearchQueryBase(GlobusPayload):
    """What queries for :meth:`SearchClient.post_search` and :meth:`SearchClient.scroll` share."""

    def set_query(self, query: str) -> Self:
        """Say what to search for."""
        self["q"] = query
        return self

    def set_limit(self, limit: int) -> Self:
        """Say how many results to return."""
        self["limit"] = limit
        return self

    def set_advanced(self, advanced: bool) -> Self:
        """Say whether the query is in the query language, instead of plain words."""
        self["advanced"] = advanced
        return self

    def add_filter(
        self,
        field_name: str,
        values: list[str],
        *,
        type: str = "match_all",
        additional_fields: dict[str, Any] | None = None,
    ) -> Self:
        """Add a condition, which the results have to meet.

        :param field_name: the field.
        :param values: its values.
        :param type: how to compare: ``match_all``, ``match_any``, ``range``, ...
        :param additional_fields: anything else that the condition should have.
        """
        return self._add(
            "filters", additional_fields, field_name=field_name, values=values, type=type
        )

    def _add(self, key: str, additional_fields: dict[str, Any] | None, **fields: Any) -> Self:
        document = {**present(fields), **(additional_fields or {})}
        self.setdefault(key, []).append(document)
        return self


class SearchQuery(SearchQueryBase):
    """A query for :meth:`SearchClient.post_search`; :class:`SearchQueryV1` takes its place.

    :param q: what to search for.
    :param limit: how many results to return.
    :param offset: how many to skip.
    :param advanced: whether ``q`` is in the query language, instead of plain words.
    :param additional_fields: anything else that the document should have.
    """

    def __init__(
        self,
        q: str | None = None,
        *,
        limit: int | None = None,
        offset: int | None = None,
        advanced: bool | None = None,
        additional_fields: dict[str, Any] | None = None,
    ) -> None:
        given = {"q": q, "limit": limit, "offset": offset, "advanced": advanced}
        super().__init__({name: value for name, value in given.items() if value is not None})
        self.update(additional_fields or {})

    def set_offset(self, offset: int) -> Self:
        """Say how many results to skip."""
        self["offset"] = offset
        return self

    def add_facet(
        self,
        name: str,
        field_name: str,
        *,
        type: str = "terms",
        size: int | None = None,
        date_interval: str | None = None,
        histogram_range: tuple[Any, Any] | None = None,
        additional_fields: dict[str, Any] | None = None,
    ) -> Self:
        """Add what to count or sum up among the results.

        :param name: what to call it.
        :param field_name: the field.
        :param type: ``terms``, ``date_histogram``, ``numeric_histogram``, ...
        :param size: how many buckets to return.
        :param date_interval: the width of the buckets of dates, such as ``month``.
        :param histogram_range: the lowest and the highest value.
        :param additional_fields: anything else that it should have.
        """
        low_high: dict[str, Any] | MissingType = MISSING
        if histogram_range is not None:
            low_high = {"low": histogram_range[0], "high": histogram_range[1]}
        return self._add(
            "facets",
            additional_fields,
            name=name,
            field_name=field_name,
            type=type,
            size=_given(size),
            date_interval=_given(date_interval),
            histogram_range=low_high,
        )

    def add_boost(
        self,
        field_name: str,
        factor: str | float,
        *,
        additional_fields: dict[str, Any] | None = None,
    ) -> Self:
        """Let a field count for more, or for less, than others.

        :param field_name: the field.
        :param factor: how much it counts.
        :param additional_fields: anything else that the boost should have.
        """
        return self._add("boosts", additional_fields, field_name=field_name, factor=factor)

    def add_sort(
        self,
        field_name: str,
        *,
        order: str | None = None,
        additional_fields: dict[str, Any] | None = None,
    ) -> Self:
        """Add a field by which to order the results.

        :param field_name: the field.
        :param order: ``asc`` or ``desc``.
        :param additional_fields: anything else that it should have.
        """
        return self._add("sort", additional_fields, field_name=field_name, order=_given(order))


def _given(value: Any) -> Any:
    return MISSING if value is None else value


@operation
def create_entry(
    self: object, index_id: uuid.UUID | str, data: dict[str, Any]
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Add an entry to an index; :meth:`SearchClient.ingest` takes its place.

    ``POST /v1/index/<index_id>/entry``

    :param index_id: the index.
    :param data: the entry.
    """
    return post(f"/v1/index/{index_id}/entry", data)


@operation
def update_entry(
    self: object, index_id: uuid.UUID | str, data: dict[str, Any]
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Replace an entry of an index; :meth:`SearchClient.ingest` takes its place.

    ``PUT /v1/index/<index_id>/entry``

    :param index_id: the index.
    :param data: the entry.
    """
    return put(f"/v1/index/{index_id}/entry", data)
