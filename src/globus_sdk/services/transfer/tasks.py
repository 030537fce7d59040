"""Tasks: the lives of transfers and deletions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._core.calls import post, put
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Ask, Call, Sleep, Steps
from ..._missing import MISSING, MissingType
from ...exc import GlobusAPIError, GlobusSDKUsageError, NetworkError
from ...response import GlobusHTTPResponse
from .calls import get, listing
from .filters import TransferFilter, one_filter
from .pages import BY_MARKER, BY_OFFSET
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import (
        EventDocument,
        PauseInfoDocument,
        ResultDocument,
        SkippedErrorDocument,
        SuccessfulTransferDocument,
        TaskDocument,
    )

_OFFER = "Armillary-Event-Stream"
_LONGEST_WAIT = 30


@BY_OFFSET
@operation
def task_list(
    self: object,
    *,
    limit: int | MissingType = MISSING,
    offset: int | MissingType = MISSING,
    orderby: str | list[str] | MissingType = MISSING,
    filter: TransferFilter | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[TaskDocument]]:
    """List the caller's tasks.

    ``GET /v0.10/task_list``

    :param limit: how many to return.
    :param offset: how many to skip.
    :param orderby: such as ``request_time DESC``, or several in a list.
    :param filter: such as ``status:ACTIVE/type:TRANSFER``, or as a mapping of fields to values.
    :param query_params: further query parameters.
    """
    return listing(
        "/v0.10/task_list",
        query_params,
        limit=limit,
        offset=offset,
        orderby=comma_joined(orderby),
        filter=one_filter(filter),
    )


@operation
def get_task(
    self: object, task_id: uuid.UUID | str, *, query_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse[TaskDocument]]:
    """Look up a task.

    ``GET /v0.10/task/<task_id>``

    :param task_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/task/{task_id}", query_params)


@operation
def update_task(
    self: object,
    task_id: uuid.UUID | str,
    data: dict[str, Any],
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Change the label or the deadline of a task that still runs.

    ``PUT /v0.10/task/<task_id>``

    :param task_id: its id.
    :param data: a task document with ``label`` or ``deadline``.
    :param query_params: further query parameters.
    """
    return put(f"/v0.10/task/{task_id}", data, query_params)


@operation
def cancel_task(self: object, task_id: uuid.UUID | str) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Cancel a task.

    ``POST /v0.10/task/<task_id>/cancel``

    :param task_id: its id.
    """
    return post(f"/v0.10/task/{task_id}/cancel")


@operation
def task_wait(
    self: object, task_id: uuid.UUID | str, *, timeout: int = 10, polling_interval: int = 10
) -> Steps[bool]:
    """Wait until a task has ended, however it did; False if that takes too long.

    ``GET /v0.10/task/<task_id>``, again and again. A service that tells of events (the header
    ``Armillary-Event-Stream`` names where) is not asked again but listened to, so the wait ends
    with the task.

    :param task_id: its id.
    :param timeout: seconds to wait, at least 1.
    :param polling_interval: seconds between two looks, at least 1.
    :raises GlobusSDKUsageError: less than a second.
    """
    if timeout < 1 or polling_interval < 1:
        raise GlobusSDKUsageError("timeout and polling_interval are at least 1 second.")
    waited = 0
    while True:
        task = yield from Ask[Mapping[str, Any]]("get_task", task_id)
        if task["status"] != "ACTIVE":
            return True
        stream = offered_stream(task)
        if stream is not None:
            ended = yield from _listen(stream, timeout - waited)
            if ended is not None:
                return ended
        waited += polling_interval
        if waited >= timeout:
            return False
        yield from Sleep(polling_interval)


def offered_stream(task: Mapping[str, Any]) -> str | None:
    """Where the service tells what happens to a task, if it does."""
    path = str(getattr(task, "headers", {}).get(_OFFER, ""))
    # A path, not a URL: the token is for this service only.
    return path if path.startswith("/v0.10/") else None


def _listen(stream: str, seconds: int) -> Steps[bool | None]:
    """Whether the task ended in time; None if nobody tells, so that one has to ask."""
    while seconds > 0:
        # Parts of a wait that no proxy takes for a dead connection, nor our own time limit.
        part = min(seconds, _LONGEST_WAIT)
        listening = {"only": "end", "timeout": part}
        try:
            text = yield from Call("get", stream, _text, query_params=listening)
        except (GlobusAPIError, NetworkError):
            return None
        if "event: task" in text:
            return True
        if ": over" not in text:
            return None  # the service has stopped
        seconds -= part
    return False


def _text(response: GlobusHTTPResponse) -> str:
    return response.text


@BY_OFFSET
@operation
def task_event_list(
    self: object,
    task_id: uuid.UUID | str,
    *,
    limit: int | MissingType = MISSING,
    offset: int | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[EventDocument]]:
    """List what happened to a task, newest first.

    ``GET /v0.10/task/<task_id>/event_list``

    :param task_id: its id.
    :param limit: how many to return.
    :param offset: how many to skip.
    :param query_params: further query parameters, such as ``filter`` (``is_error:1``).
    """
    path = f"/v0.10/task/{task_id}/event_list"
    return listing(path, query_params, limit=limit, offset=offset)


@operation
def task_pause_info(
    self: object, task_id: uuid.UUID | str, *, query_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse[PauseInfoDocument]]:
    """See whether, and why, a task is paused.

    ``GET /v0.10/task/<task_id>/pause_info``

    :param task_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/task/{task_id}/pause_info", query_params)


@BY_MARKER
@operation
def task_successful_transfers(
    self: object,
    task_id: uuid.UUID | str,
    *,
    marker: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[SuccessfulTransferDocument]]:
    """List the files that a task transferred.

    ``GET /v0.10/task/<task_id>/successful_transfers``

    :param task_id: its id.
    :param marker: ``next_marker`` of the page before.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/task/{task_id}/successful_transfers", query_params, marker=marker)


@BY_MARKER
@operation
def task_skipped_errors(
    self: object,
    task_id: uuid.UUID | str,
    *,
    marker: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[SkippedErrorDocument]]:
    """List the files that a task skipped because of errors at the source.

    ``GET /v0.10/task/<task_id>/skipped_errors``

    :param task_id: its id.
    :param marker: ``next_marker`` of the page before.
    :param query_params: further query parameters.
    """
    return listing(f"/v0.10/task/{task_id}/skipped_errors", query_params, marker=marker)
