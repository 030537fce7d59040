"""Runs of flows."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ..._core.calls import get, listing, post, put, queried
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import GlobusHTTPResponse
from .data import RunActivityNotificationPolicy
from .pages import by_marker
from .response import IterableRunLogsResponse, IterableRunsResponse

if TYPE_CHECKING:
    from ...documents import RunDefinitionDocument, RunDocument

_Id = uuid.UUID | str
_Ids = _Id | Iterable[_Id]
_Query = dict[str, Any] | None
_Names = list[str] | MissingType
_Policy = dict[str, Any] | RunActivityNotificationPolicy | MissingType


class OfOneFlow(Protocol):
    """What the operations need to know of their client."""

    @property
    def flow_id(self) -> _Id: ...


@operation
def run_flow(
    self: OfOneFlow,
    body: dict[str, Any],
    *,
    label: str | MissingType = MISSING,
    tags: _Names = MISSING,
    activity_notification_policy: _Policy = MISSING,
    run_monitors: _Names = MISSING,
    run_managers: _Names = MISSING,
    additional_fields: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[RunDocument]]:
    """Start a run; the answer's ``run_id`` names it.

    ``POST /flows/<flow_id>/run``

    :param body: what the flow's input schema asks for.
    :param label: a name for people to see.
    :param tags: by which to find it.
    :param activity_notification_policy: when those who watch it get mail.
    :param run_monitors: who sees it.
    :param run_managers: who manages it.
    :param additional_fields: anything else that the document should have.
    """
    document = {
        "body": body,
        "label": label,
        "tags": tags,
        "activity_notification_policy": activity_notification_policy,
        "run_monitors": run_monitors,
        "run_managers": run_managers,
        **(additional_fields or {}),
    }
    return post(f"/flows/{self.flow_id}/run", present(document))


@operation
def validate_run(
    self: OfOneFlow,
    body: dict[str, Any],
    *,
    label: str | MissingType = MISSING,
    tags: _Names = MISSING,
    run_monitors: _Names = MISSING,
    run_managers: _Names = MISSING,
    activity_notification_policy: _Policy = MISSING,
    additional_fields: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse]:
    """Check what a run would be started with, without starting it.

    ``POST /flows/<flow_id>/validate_run``

    :param body: what the flow's input schema asks for.
    :param label: a name for people to see.
    :param tags: by which to find it.
    :param run_monitors: who sees it.
    :param run_managers: who manages it.
    :param activity_notification_policy: when those who watch it get mail.
    :param additional_fields: anything else that the document should have.
    """
    document = {
        "body": body,
        "label": label,
        "tags": tags,
        "run_monitors": run_monitors,
        "run_managers": run_managers,
        "activity_notification_policy": activity_notification_policy,
        **(additional_fields or {}),
    }
    return post(f"/flows/{self.flow_id}/validate_run", present(document))


@operation
def resume_run(self: object, run_id: _Id) -> Call[GlobusHTTPResponse[RunDocument]]:
    """Let a run go on that stopped because it lacked a consent.

    ``POST /runs/<run_id>/resume``

    :param run_id: its id.
    """
    return post(f"/runs/{run_id}/resume")


@by_marker("runs")
@operation
def list_runs(
    self: object,
    *,
    filter_flow_id: _Ids | MissingType = MISSING,
    filter_roles: str | Iterable[str] | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[IterableRunsResponse]:
    """List the runs that the caller sees.

    ``GET /runs``

    :param filter_flow_id: those of one flow, or of several.
    :param filter_roles: such as ``run_owner``: those on which the caller has one of these roles.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    query = queried(
        query_params,
        filter_flow_id=comma_joined(filter_flow_id),
        filter_roles=comma_joined(filter_roles),
        marker=marker,
    )
    return listing("/runs", IterableRunsResponse, query)


@by_marker("entries")
@operation
def get_run_logs(
    self: object,
    run_id: _Id,
    *,
    limit: int | MissingType = MISSING,
    reverse_order: bool | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[IterableRunLogsResponse]:
    """List what happened in a run, oldest first.

    ``GET /runs/<run_id>/log``

    :param run_id: its id.
    :param limit: how many a page has at most.
    :param reverse_order: whether to begin with the newest.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    query = queried(query_params, limit=limit, reverse_order=reverse_order, marker=marker)
    return listing(f"/runs/{run_id}/log", IterableRunLogsResponse, query)


@operation
def get_run(
    self: object,
    run_id: _Id,
    *,
    include_flow_description: bool | MissingType = MISSING,
    query_params: _Query = None,
) -> Call[GlobusHTTPResponse[RunDocument]]:
    """Look up a run.

    ``GET /runs/<run_id>``

    :param run_id: its id.
    :param include_flow_description: whether to tell about its flow, too.
    :param query_params: further query parameters.
    """
    query = queried(query_params, include_flow_description=include_flow_description)
    return get(f"/runs/{run_id}", query)


@operation
def get_run_definition(
    self: object, run_id: _Id
) -> Call[GlobusHTTPResponse[RunDefinitionDocument]]:
    """Look up the definition and the input schema of the flow as they were for a run.

    ``GET /runs/<run_id>/definition``

    :param run_id: its id.
    """
    return get(f"/runs/{run_id}/definition")


@operation
def cancel_run(self: object, run_id: _Id) -> Call[GlobusHTTPResponse[RunDocument]]:
    """Cancel a run.

    ``POST /runs/<run_id>/cancel``

    :param run_id: its id.
    """
    return post(f"/runs/{run_id}/cancel")


@operation
def update_run(
    self: object,
    run_id: _Id,
    *,
    label: str | MissingType = MISSING,
    tags: _Names = MISSING,
    run_monitors: _Names = MISSING,
    run_managers: _Names = MISSING,
    additional_fields: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[RunDocument]]:
    """Change what is told of a run; what is not given stays as it is.

    ``PUT /runs/<run_id>``

    :param run_id: its id.
    :param label: a name for people to see.
    :param tags: by which to find it.
    :param run_monitors: who sees it.
    :param run_managers: who manages it.
    :param additional_fields: anything else that the document should have.
    """
    document = {
        "label": label,
        "tags": tags,
        "run_monitors": run_monitors,
        "run_managers": run_managers,
        **(additional_fields or {}),
    }
    return put(f"/runs/{run_id}", present(document))


@operation
def delete_run(self: object, run_id: _Id) -> Call[GlobusHTTPResponse[RunDocument]]:
    """Delete a run that has ended.

    ``POST /runs/<run_id>/release``

    :param run_id: its id.
    """
    return post(f"/runs/{run_id}/release")
