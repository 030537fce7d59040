"""Submitting tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..._core.calls import post
from ..._core.operation import operation
from ..._core.plan import Ask, Call, Steps
from ..._missing import MISSING
from ...response import GlobusHTTPResponse
from .calls import get
from .data import DeleteData, TransferData

if TYPE_CHECKING:
    from ...documents import SubmissionDocument, SubmissionIdDocument


@operation
def get_submission_id(
    self: object, *, query_params: dict[str, Any] | None = None
) -> Call[GlobusHTTPResponse[SubmissionIdDocument]]:
    """Get an id that makes a submission safe to repeat; it is the answer's ``value``.

    ``GET /v0.10/submission_id``

    :param query_params: further query parameters.
    """
    return get("/v0.10/submission_id", query_params)


@operation
def submit_transfer(
    self: object, data: dict[str, Any] | TransferData
) -> Steps[GlobusHTTPResponse[SubmissionDocument]]:
    """Submit a transfer; the answer's ``task_id`` names the task.

    ``POST /v0.10/transfer``, after ``GET /v0.10/submission_id`` if ``data`` has no submission id,
    which it gets then: submitting the same ``data`` again does not make a second task.

    :param data: what to transfer; it can be used again.
    :raises TransferAPIError: code ``ConsentRequired`` if the user has yet to consent to the access
        to a mapped collection's data, among others.
    """
    yield from _with_submission_id(data)
    return (yield from post("/v0.10/transfer", data))


@operation
def submit_delete(
    self: object, data: dict[str, Any] | DeleteData
) -> Steps[GlobusHTTPResponse[SubmissionDocument]]:
    """Submit a deletion; the answer's ``task_id`` names the task.

    ``POST /v0.10/delete``, with a submission id as for a transfer.

    :param data: what to delete.
    """
    yield from _with_submission_id(data)
    return (yield from post("/v0.10/delete", data))


def _with_submission_id(data: dict[str, Any]) -> Steps[None]:
    if data.get("submission_id", MISSING) in (MISSING, None):
        answer = yield from Ask[Mapping[str, Any]]("get_submission_id")
        data["submission_id"] = answer["value"]
