"""Calls of the Search clients."""

from __future__ import annotations

from typing import Any

QUERY = (
    "g.SearchQueryV1(q='a', limit=1, offset=2, advanced=False, filters=[{'type': 'match_all'}],"
    " facets=[], post_facet_filters=[{'a': 1}], boosts=[{'b': 2.5}], sort=[{'field_name': 'c'}],"
    " additional_fields={'q': 'other', 'x': g.MISSING})"
)
SCROLL = "g.SearchScrollQuery('a', limit=1, advanced=True, marker='m', additional_fields={'x': 1})"

INDICES = {
    "create index": "search.create_index('n', description='d')",
    "update index": "search.update_index(uuid.UUID(int=1))",
    "update index more": "search.update_index('i', display_name='n', description=None)",
    "delete index": "search.delete_index(uuid.UUID(int=1))",
    "reopen index": "search.reopen_index('i')",
    "index": "search.get_index('i', query_params={'a': 1})",
    "indices": "search.index_list()",
    "indices by role": "search.index_list('owner')",
    "indices by roles": (
        "search.index_list(('owner', 'admin'), query_params={'filter_roles': 'reader', 'a': 'b'})"
    ),
    "indices by none": "search.index_list(filter_roles=None)",
    "create role": "search.create_role('i', {'role_name': 'x'}, query_params={'a': 'b'})",
    "role list": "search.get_role_list('i', query_params={'a': 'b'})",
    "delete role": "search.delete_role('i', 'r', query_params={'a': 'b'})",
}

QUERIES = {
    "simple search": "search.search('i', 'a b&c')",
    "search page": "search.search('i', q='ü', offset=0, limit=3, advanced=True)",
    "search odd": "search.search('i', None, offset=None, limit=None, advanced=False)",
    "search query": "search.search('i', 'q', limit=1, query_params={'q': 'r', 'a': 'b'})",
    "post search": "search.post_search('i', {'q': 'x', 'limit': 9})",
    "post search page": "search.post_search('i', {'q': 'x', 'limit': 9}, offset=1, limit=2)",
    "post search query": f"search.post_search(uuid.UUID(int=1), {QUERY}, limit=0)",
    "post search nothing": "search.post_search('i', g.SearchQueryV1(), offset=None)",
    "scroll": f"search.scroll('i', {SCROLL})",
    "scroll on": f"search.scroll('i', {SCROLL}, marker='n')",
    "scroll nothing": "search.scroll('i', g.SearchScrollQuery(), marker=None)",
    "scroll dict": "search.scroll('i', {'q': g.MISSING, 'marker': 'm'})",
    "pages of results": "pages(search.paginated.search('i', 'q', advanced=True))",
    "items of results": "items(search.paginated.search('i', q='q', limit=3))",
    "pages of a query": "pages(search.paginated.post_search('i', {'q': 'q', 'limit': 2}))",
    "items of a query": f"items(search.paginated.post_search('i', {QUERY}, offset=0))",
    "pages of a scroll": "pages(search.paginated.scroll('i', {'q': '*'}))",
    "items of a scroll": f"items(search.paginated.scroll('i', {SCROLL}))",
    "items of a scroll from": "items(search.paginated.scroll('i', {'q': '*'}, marker='s1'))",
}

ENTRIES = {
    "ingest": "search.ingest('i', {'ingest_type': 'GMetaEntry', 'ingest_data': {'a': None}})",
    "delete by query": "search.delete_by_query('i', {'q': 'x'})",
    "delete by subject": "search.batch_delete_by_subject('i', ('a', 'b'))",
    "delete by one subject": "search.batch_delete_by_subject('i', 'abc')",
    "delete by subject more": (
        "search.batch_delete_by_subject('i', (s for s in 'ab'), additional_params={'x': 'y'})"
    ),
    "subject": "search.get_subject('i', 'http://a/b c?d')",
    "subject query": "search.get_subject('i', 's', query_params={'subject': 't', 'a': 'b'})",
    "delete subject": "search.delete_subject('i', 's', query_params={'a': 'b'})",
    "entry": "search.get_entry('i', 's')",
    "entry by id": "search.get_entry('i', 's', entry_id='e', query_params={'a': 'b'})",
    "delete entry": "search.delete_entry('i', 's', entry_id=None)",
    "delete entry by id": "search.delete_entry('i', 's', entry_id='e', query_params={'a': 'b'})",
    "index task": "search.get_task(uuid.UUID(int=1), query_params={'a': 'b'})",
    "index tasks": "search.get_task_list('i', query_params={'a': 'b'})",
}

ROWS = {**INDICES, **QUERIES, **ENTRIES}

_MARKERS = {None: "s1", "s1": "s2", "s2": None, "m": "s2"}


def answer(path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
    """A page of 250 results, or of a scroll of three pages."""
    if path.endswith("/scroll"):
        marker = _MARKERS.get(asked.get("marker"))
        return {"gmeta": [{}], "marker": marker, "has_next_page": marker is not None}
    if not path.endswith("/search"):
        return None
    offset, limit = int(asked.get("offset") or 0), int(asked.get("limit") or 0)
    found = max(0, min(limit, 250 - offset))
    return {"gmeta": [{}] * found, "count": found, "has_next_page": offset + found < 250}
