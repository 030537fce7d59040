"""What managers of endpoints see and decide: other people's tasks."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import post
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...exc import GlobusSDKUsageError
from ...paging import LastKeyPaginator, has_paginator
from ...response import GlobusHTTPResponse
from .calls import get, listing, one_or_zero
from .pages import BY_MARKER, BY_OFFSET
from .response import IterableTransferResponse

if TYPE_CHECKING:
    from ...documents import (
        AdminCancelDocument,
        EventDocument,
        ManagedTaskDocument,
        PauseInfoDocument,
        ResultDocument,
        SkippedErrorDocument,
        SuccessfulTransferDocument,
    )

DateLike = str | datetime.datetime


@operation
def endpoint_manager_get_task(
    self: object,
    task_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ManagedTaskDocument]]:
    """Look up a task of any user.

    ``GET /v0.10/endpoint_manager/task/<task_id>``

    :param task_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint_manager/task/{task_id}", query_params)


@operation
def endpoint_manager_task_pause_info(
    self: object,
    task_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[PauseInfoDocument]]:
    """See whether, and why, a task is paused.

    ``GET /v0.10/endpoint_manager/task/<task_id>/pause_info``

    :param task_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint_manager/task/{task_id}/pause_info", query_params)


@BY_MARKER
@operation
def endpoint_manager_task_successful_transfers(
    self: object,
    task_id: uuid.UUID | str,
    *,
    marker: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[SuccessfulTransferDocument]]:
    """List the files that a task transferred.

    ``GET /v0.10/endpoint_manager/task/<task_id>/successful_transfers``

    :param task_id: its id.
    :param marker: ``next_marker`` of the page before.
    :param query_params: further query parameters.
    """
    return listing(
        f"/v0.10/endpoint_manager/task/{task_id}/successful_transfers", query_params, marker=marker
    )


@BY_MARKER
@operation
def endpoint_manager_task_skipped_errors(
    self: object,
    task_id: uuid.UUID | str,
    *,
    marker: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[SkippedErrorDocument]]:
    """List the files that a task skipped.

    ``GET /v0.10/endpoint_manager/task/<task_id>/skipped_errors``

    :param task_id: its id.
    :param marker: ``next_marker`` of the page before.
    :param query_params: further query parameters.
    """
    return listing(
        f"/v0.10/endpoint_manager/task/{task_id}/skipped_errors", query_params, marker=marker
    )


@operation
def endpoint_manager_cancel_status(
    self: object,
    admin_cancel_id: uuid.UUID | str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[AdminCancelDocument]]:
    """See how far the canceling of tasks has come.

    ``GET /v0.10/endpoint_manager/admin_cancel/<admin_cancel_id>``

    :param admin_cancel_id: the answer's ``id`` when the tasks were canceled.
    :param query_params: further query parameters.
    """
    return get(f"/v0.10/endpoint_manager/admin_cancel/{admin_cancel_id}", query_params)


@operation
def endpoint_manager_cancel_tasks(
    self: object,
    task_ids: Iterable[uuid.UUID | str],
    message: str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[AdminCancelDocument]]:
    """Cancel tasks of any users; the answer's ``id`` asks for the state of it.

    ``POST /v0.10/endpoint_manager/admin_cancel``

    :param task_ids: the tasks.
    :param message: what their owners are told.
    :param query_params: further query parameters.
    """
    document = {"message": message, "task_id_list": [str(task) for task in task_ids]}
    return post("/v0.10/endpoint_manager/admin_cancel", document, query_params)


@operation
def endpoint_manager_pause_tasks(
    self: object,
    task_ids: Iterable[uuid.UUID | str],
    message: str,
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Pause tasks of any users.

    ``POST /v0.10/endpoint_manager/admin_pause``

    :param task_ids: the tasks.
    :param message: what their owners are told.
    :param query_params: further query parameters.
    """
    document = {"message": message, "task_id_list": [str(task) for task in task_ids]}
    return post("/v0.10/endpoint_manager/admin_pause", document, query_params)


@operation
def endpoint_manager_resume_tasks(
    self: object,
    task_ids: Iterable[uuid.UUID | str],
    *,
    query_params: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[ResultDocument]]:
    """Let paused tasks go on.

    ``POST /v0.10/endpoint_manager/admin_resume``

    :param task_ids: the tasks.
    :param query_params: further query parameters.
    """
    document = {"task_id_list": [str(task) for task in task_ids]}
    return post("/v0.10/endpoint_manager/admin_resume", document, query_params)


@BY_OFFSET
@operation
def endpoint_manager_task_event_list(
    self: object,
    task_id: uuid.UUID | str,
    *,
    limit: int | MissingType = MISSING,
    offset: int | MissingType = MISSING,
    filter_is_error: bool | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[EventDocument]]:
    """List what happened to a task of any user.

    ``GET /v0.10/endpoint_manager/task/<task_id>/event_list``

    :param task_id: its id.
    :param limit: how many to return.
    :param offset: how many to skip.
    :param filter_is_error: only errors, or none of them.
    :param query_params: further query parameters.
    """
    return listing(
        f"/v0.10/endpoint_manager/task/{task_id}/event_list",
        query_params,
        limit=limit,
        offset=offset,
        filter_is_error=one_or_zero(filter_is_error),
    )


@has_paginator(LastKeyPaginator, items_key="DATA")
@operation
def endpoint_manager_task_list(
    self: object,
    *,
    filter_status: str | Iterable[str] | MissingType = MISSING,
    filter_task_id: uuid.UUID | str | Iterable[uuid.UUID | str] | MissingType = MISSING,
    filter_owner_id: uuid.UUID | str | MissingType = MISSING,
    filter_endpoint: uuid.UUID | str | MissingType = MISSING,
    filter_endpoint_use: Literal["source", "destination"] | MissingType = MISSING,
    filter_is_paused: bool | MissingType = MISSING,
    filter_completion_time: str | tuple[DateLike, DateLike] | MissingType = MISSING,
    filter_min_faults: int | MissingType = MISSING,
    filter_local_user: str | MissingType = MISSING,
    last_key: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableTransferResponse[ManagedTaskDocument]]:
    """List tasks of any users on the endpoints that the caller monitors.

    ``GET /v0.10/endpoint_manager/task_list``

    :param filter_status: in which state they are.
    :param filter_task_id: only these.
    :param filter_owner_id: whose they are.
    :param filter_endpoint: which endpoint they touch.
    :param filter_endpoint_use: as what; only together with ``filter_endpoint``.
    :param filter_is_paused: only paused ones, or none of them.
    :param filter_completion_time: when they ended: two times, or both in one text.
    :param filter_min_faults: with at least so many faults.
    :param filter_local_user: of this local account; only together with ``filter_endpoint``.
    :param last_key: ``last_key`` of the page before.
    :param query_params: further query parameters.
    :raises GlobusSDKUsageError: ``filter_endpoint_use`` without ``filter_endpoint``.
    """
    if filter_endpoint_use and not filter_endpoint:
        raise GlobusSDKUsageError("filter_endpoint_use goes together with filter_endpoint.")
    return listing(
        "/v0.10/endpoint_manager/task_list",
        query_params,
        filter_status=comma_joined(filter_status),
        filter_task_id=comma_joined(filter_task_id),
        filter_owner_id=filter_owner_id,
        filter_endpoint=filter_endpoint,
        filter_endpoint_use=filter_endpoint_use,
        filter_is_paused=filter_is_paused,
        filter_completion_time=_between(filter_completion_time),
        filter_min_faults=filter_min_faults,
        filter_local_user=filter_local_user,
        last_key=last_key,
    )


def _between(times: str | tuple[DateLike, DateLike] | MissingType) -> str | MissingType:
    if isinstance(times, (str, MissingType)):
        return times
    return ",".join(one if isinstance(one, str) else one.isoformat() for one in times)
