"""Timers, which are also called jobs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.calls import delete, get, patch, post
from ..._core.operation import operation
from ..._core.plan import Call
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse
from .data import FlowTimer, TimerJob, TransferTimer

if TYPE_CHECKING:
    from ...documents import JobDocument, JobListDocument, JobMessageDocument, TimerCreatedDocument

_Id = uuid.UUID | str


@operation
def list_jobs(
    self: object, *, query_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse[JobListDocument]]:
    """List the caller's timers; they are the answer's ``jobs``.

    ``GET /jobs/``

    :param query_params: further query parameters.
    """
    return get("/jobs/", query_params)


@operation
def get_job(
    self: object, job_id: _Id, *, query_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse[JobDocument]]:
    """Look up a timer.

    ``GET /jobs/<job_id>``

    :param job_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/jobs/{job_id}", query_params)


@operation
def create_timer(
    self: object, timer: dict[str, Any] | TransferTimer | FlowTimer
) -> Call[GlobusHTTPResponse[TimerCreatedDocument]]:
    """Create a timer; the ``job_id`` in the answer's ``timer`` names it.

    ``POST /v2/timer``

    :param timer: the timer.
    :raises GlobusSDKUsageError: a :class:`TimerJob`, which :meth:`create_job` takes.
    """
    if isinstance(timer, TimerJob):
        raise GlobusSDKUsageError("create_timer takes a TransferTimer or a FlowTimer.")
    return post("/v2/timer", {"timer": timer})


@operation
def create_job(
    self: object, data: dict[str, Any] | TimerJob
) -> Call[GlobusHTTPResponse[JobDocument]]:
    """Create a timer in the older form; :meth:`create_timer` is the newer one.

    ``POST /jobs/``

    :param data: the timer.
    :raises GlobusSDKUsageError: a :class:`TransferTimer`, which :meth:`create_timer` takes.
    """
    if isinstance(data, TransferTimer):
        raise GlobusSDKUsageError("create_job takes a TimerJob; create_timer takes this one.")
    return post("/jobs/", data)


@operation
def update_job(
    self: object, job_id: _Id, data: dict[str, Any]
) -> Call[GlobusHTTPResponse[JobDocument]]:
    """Change a timer; what is not given stays as it is.

    ``PATCH /jobs/<job_id>``

    :param job_id: its id.
    :param data: such as ``name``.
    """
    return patch(f"/jobs/{job_id}", data)


@operation
def delete_job(self: object, job_id: _Id) -> Call[GlobusHTTPResponse[JobDocument]]:
    """Delete a timer.

    ``DELETE /jobs/<job_id>``

    :param job_id: its id.
    """
    return delete(f"/jobs/{job_id}")


@operation
def pause_job(self: object, job_id: _Id) -> Call[GlobusHTTPResponse[JobMessageDocument]]:
    """Keep a timer from starting anything, until :meth:`resume_job`.

    ``POST /jobs/<job_id>/pause``

    :param job_id: its id.
    """
    return post(f"/jobs/{job_id}/pause")


@operation
def resume_job(
    self: object, job_id: _Id, *, update_credentials: bool | None = None
) -> Call[GlobusHTTPResponse[JobMessageDocument]]:
    """Let a timer go on that was paused, or that lacked a consent.

    ``POST /jobs/<job_id>/resume``

    :param job_id: its id.
    :param update_credentials: whether it is to use the consents behind the caller's token from now
        on; by default, if it lacked some.
    """
    told = {} if update_credentials is None else {"update_credentials": update_credentials}
    return post(f"/jobs/{job_id}/resume", told)
