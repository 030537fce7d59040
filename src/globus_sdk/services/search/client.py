"""The clients of the Search service."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import Scope, SearchScopes
from . import entries, former, indices, queries
from .errors import SearchAPIError


class SearchClient(BaseClient):
    """A client of the Search service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "search"
    error_class = SearchAPIError
    scopes = SearchScopes

    default_scope_requirements: list[Scope] = [SearchScopes.search]

    create_index = indices.create_index
    update_index = indices.update_index
    delete_index = indices.delete_index
    reopen_index = indices.reopen_index
    get_index = indices.get_index
    index_list = indices.index_list

    search = queries.search
    post_search = queries.post_search
    scroll = queries.scroll

    ingest = entries.ingest
    delete_by_query = entries.delete_by_query
    batch_delete_by_subject = entries.batch_delete_by_subject
    get_subject = entries.get_subject
    delete_subject = entries.delete_subject
    get_entry = entries.get_entry
    delete_entry = entries.delete_entry
    get_task = entries.get_task
    get_task_list = entries.get_task_list

    create_role = indices.create_role
    get_role_list = indices.get_role_list
    delete_role = indices.delete_role

    create_entry = former.create_entry
    update_entry = former.update_entry


class AsyncSearchClient(AsyncBaseClient):
    """:class:`SearchClient` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "search"
    error_class = SearchAPIError
    scopes = SearchScopes

    default_scope_requirements: list[Scope] = [SearchScopes.search]

    create_index = awaited(indices.create_index)
    update_index = awaited(indices.update_index)
    delete_index = awaited(indices.delete_index)
    reopen_index = awaited(indices.reopen_index)
    get_index = awaited(indices.get_index)
    index_list = awaited(indices.index_list)

    search = awaited(queries.search)
    post_search = awaited(queries.post_search)
    scroll = awaited(queries.scroll)

    ingest = awaited(entries.ingest)
    delete_by_query = awaited(entries.delete_by_query)
    batch_delete_by_subject = awaited(entries.batch_delete_by_subject)
    get_subject = awaited(entries.get_subject)
    delete_subject = awaited(entries.delete_subject)
    get_entry = awaited(entries.get_entry)
    delete_entry = awaited(entries.delete_entry)
    get_task = awaited(entries.get_task)
    get_task_list = awaited(entries.get_task_list)

    create_role = awaited(indices.create_role)
    get_role_list = awaited(indices.get_role_list)
    delete_role = awaited(indices.delete_role)

    create_entry = awaited(former.create_entry)
    update_entry = awaited(former.update_entry)
