"""What an index holds: subjects, their entries, and the tasks that change them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, get, post, queried
from ..._core.encoding import texts
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse

if TYPE_CHECKING:
    from ...documents import (
        IndexTaskDocument,
        IndexTaskListDocument,
        IndexTaskStartedDocument,
        SubjectDocument,
    )

_Id = uuid.UUID | str
_Query = dict[str, Any] | None


@operation
def ingest(
    self: object, index_id: _Id, data: dict[str, Any]
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Put documents into an index; the answer's ``task_id`` names the task that does it.

    ``POST /v1/index/<index_id>/ingest``

    :param index_id: the index.
    :param data: ``ingest_type`` (``GMetaEntry`` or ``GMetaList``) and ``ingest_data``.
    """
    return post(f"/v1/index/{index_id}/ingest", data)


@operation
def delete_by_query(
    self: object, index_id: _Id, data: dict[str, Any]
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Delete the subjects that a query finds; the answer's ``task_id`` names the task that does it.

    ``POST /v1/index/<index_id>/delete_by_query``

    :param index_id: the index.
    :param data: the query.
    """
    return post(f"/v1/index/{index_id}/delete_by_query", data)


@operation
def batch_delete_by_subject(
    self: object,
    index_id: _Id,
    subjects: Iterable[str],
    additional_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Delete several subjects; the answer's ``task_id`` names the task that does it.

    ``POST /v1/index/<index_id>/batch_delete_by_subject``

    :param index_id: the index.
    :param subjects: the subjects.
    :param additional_params: anything else that the document should have.
    """
    document = {"subjects": texts(subjects), **(additional_params or {})}
    return post(f"/v1/index/{index_id}/batch_delete_by_subject", document)


@operation
def get_subject(
    self: object, index_id: _Id, subject: str, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[SubjectDocument]]:
    """Look up a subject with all of its entries.

    ``GET /v1/index/<index_id>/subject``

    :param index_id: the index.
    :param subject: the subject.
    :param query_params: further query parameters.
    """
    return get(f"/v1/index/{index_id}/subject", queried(query_params, subject=subject))


@operation
def delete_subject(
    self: object, index_id: _Id, subject: str, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Delete a subject; the answer's ``task_id`` names the task that does it.

    ``DELETE /v1/index/<index_id>/subject``

    :param index_id: the index.
    :param subject: the subject.
    :param query_params: further query parameters.
    """
    return delete(f"/v1/index/{index_id}/subject", queried(query_params, subject=subject))


@operation
def get_entry(
    self: object,
    index_id: _Id,
    subject: str,
    *,
    entry_id: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse[SubjectDocument]]:
    """Look up one entry of a subject.

    ``GET /v1/index/<index_id>/entry``

    :param index_id: the index.
    :param subject: the subject.
    :param entry_id: which entry; by default, the one without an id.
    :param query_params: further query parameters.
    """
    query = queried(query_params, subject=subject, entry_id=entry_id)
    return get(f"/v1/index/{index_id}/entry", query)


@operation
def delete_entry(
    self: object,
    index_id: _Id,
    subject: str,
    *,
    entry_id: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse[IndexTaskStartedDocument]]:
    """Delete one entry of a subject; the answer's ``task_id`` names the task that does it.

    ``DELETE /v1/index/<index_id>/entry``

    :param index_id: the index.
    :param subject: the subject.
    :param entry_id: which entry; by default, the one without an id.
    :param query_params: further query parameters.
    """
    query = queried(query_params, subject=subject, entry_id=entry_id)
    return delete(f"/v1/index/{index_id}/entry", query)


@operation
def get_task(
    self: object, task_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexTaskDocument]]:
    """Look up a task; its ``state`` says whether it is done.

    ``GET /v1/task/<task_id>``

    :param task_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v1/task/{task_id}", query_params)


@operation
def get_task_list(
    self: object, index_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[IndexTaskListDocument]]:
    """List the tasks that changed an index, newest first.

    ``GET /v1/task_list/<index_id>``

    :param index_id: the index.
    :param query_params: further query parameters.
    """
    return get(f"/v1/task_list/{index_id}", query_params)
