"""Flows themselves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import delete, get, listing, post, put, queried
from ..._core.encoding import comma_joined, repeated
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import GlobusHTTPResponse
from .pages import by_marker
from .response import IterableFlowsResponse

if TYPE_CHECKING:
    from ...documents import DeletedFlowDocument, FlowDocument

_Id = uuid.UUID | str
_Query = dict[str, Any] | None
_Names = list[str] | MissingType


@operation
def create_flow(
    self: object,
    title: str,
    definition: dict[str, Any],
    input_schema: dict[str, Any],
    subtitle: str | MissingType = MISSING,
    description: str | MissingType = MISSING,
    flow_viewers: _Names = MISSING,
    flow_starters: _Names = MISSING,
    flow_administrators: _Names = MISSING,
    run_managers: _Names = MISSING,
    run_monitors: _Names = MISSING,
    keywords: _Names = MISSING,
    subscription_id: _Id | MissingType | None = MISSING,
    authentication_policy_id: _Id | MissingType | None = MISSING,
    additional_fields: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[FlowDocument]]:
    """Create a flow.

    ``POST /flows``

    People are URNs of identities and groups, or ``public``, or ``all_authenticated_users``.

    :param title: its name.
    :param definition: its states and what follows what.
    :param input_schema: the JSON schema of what a run takes.
    :param subtitle: what it does, in a line.
    :param description: what it does, at length.
    :param flow_viewers: who sees it.
    :param flow_starters: who starts runs.
    :param flow_administrators: who changes it.
    :param run_managers: who manages all of its runs.
    :param run_monitors: who sees all of its runs.
    :param keywords: by which to find it.
    :param subscription_id: the subscription that it belongs to.
    :param authentication_policy_id: the policy that those who start it have to meet.
    :param additional_fields: anything else that the document should have.
    """
    document = {
        "title": title,
        "definition": definition,
        "input_schema": input_schema,
        "subtitle": subtitle,
        "description": description,
        "flow_viewers": flow_viewers,
        "flow_starters": flow_starters,
        "flow_administrators": flow_administrators,
        "run_managers": run_managers,
        "run_monitors": run_monitors,
        "keywords": keywords,
        "subscription_id": subscription_id,
        "authentication_policy_id": authentication_policy_id,
        **(additional_fields or {}),
    }
    return post("/flows", present(document))


@operation
def get_flow(
    self: object, flow_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[FlowDocument]]:
    """Look up a flow.

    ``GET /flows/<flow_id>``

    :param flow_id: its id.
    :param query_params: further query parameters.
    """
    return get(f"/flows/{flow_id}", query_params)


@by_marker("flows")
@operation
def list_flows(
    self: object,
    *,
    filter_roles: str | Iterable[str] | MissingType = MISSING,
    filter_fulltext: str | MissingType = MISSING,
    orderby: str | Iterable[str] | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: _Query = None,
    filter_role: str | MissingType | None = MISSING,
) -> Call[IterableFlowsResponse]:
    """List the flows that the caller sees.

    ``GET /flows``

    :param filter_roles: such as ``flow_owner`` or ``flow_starter``: those on which the caller has
        one of these roles.
    :param filter_fulltext: words to look for.
    :param orderby: such as ``title ASC``, or several.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    :param filter_role: one role, as in version 3.
    """
    query = queried(
        query_params,
        filter_role=MISSING if filter_role is None else filter_role,
        filter_roles=comma_joined(filter_roles),
        filter_fulltext=filter_fulltext,
        orderby=repeated(orderby),
        marker=marker,
    )
    return listing("/flows", IterableFlowsResponse, query)


@operation
def update_flow(
    self: object,
    flow_id: _Id,
    *,
    title: str | MissingType = MISSING,
    definition: dict[str, Any] | MissingType = MISSING,
    input_schema: dict[str, Any] | MissingType = MISSING,
    subtitle: str | MissingType = MISSING,
    description: str | MissingType = MISSING,
    flow_owner: str | MissingType = MISSING,
    flow_viewers: _Names = MISSING,
    flow_starters: _Names = MISSING,
    flow_administrators: _Names = MISSING,
    run_managers: _Names = MISSING,
    run_monitors: _Names = MISSING,
    keywords: _Names = MISSING,
    subscription_id: _Id | Literal["DEFAULT"] | MissingType = MISSING,
    authentication_policy_id: _Id | MissingType = MISSING,
    additional_fields: dict[str, Any] | None = None,
) -> Call[GlobusHTTPResponse[FlowDocument]]:
    """Change a flow; what is not given stays as it is.

    ``PUT /flows/<flow_id>``

    :param flow_id: its id.
    :param title: its name.
    :param definition: its states and what follows what.
    :param input_schema: the JSON schema of what a run takes.
    :param subtitle: what it does, in a line.
    :param description: what it does, at length.
    :param flow_owner: whose it is; only the caller, who takes it over.
    :param flow_viewers: who sees it.
    :param flow_starters: who starts runs.
    :param flow_administrators: who changes it.
    :param run_managers: who manages all of its runs.
    :param run_monitors: who sees all of its runs.
    :param keywords: by which to find it.
    :param subscription_id: the subscription that it belongs to; ``DEFAULT`` for the caller's.
    :param authentication_policy_id: the policy that those who start it have to meet.
    :param additional_fields: anything else that the document should have.
    """
    document = {
        "title": title,
        "definition": definition,
        "input_schema": input_schema,
        "subtitle": subtitle,
        "description": description,
        "flow_owner": flow_owner,
        "flow_viewers": flow_viewers,
        "flow_starters": flow_starters,
        "flow_administrators": flow_administrators,
        "run_managers": run_managers,
        "run_monitors": run_monitors,
        "keywords": keywords,
        "subscription_id": subscription_id,
        "authentication_policy_id": authentication_policy_id,
        **(additional_fields or {}),
    }
    return put(f"/flows/{flow_id}", present(document))


@operation
def delete_flow(
    self: object, flow_id: _Id, *, query_params: _Query = None
) -> Call[GlobusHTTPResponse[DeletedFlowDocument]]:
    """Delete a flow.

    ``DELETE /flows/<flow_id>``

    :param flow_id: its id.
    :param query_params: further query parameters.
    """
    return delete(f"/flows/{flow_id}", query_params)


@operation
def validate_flow(
    self: object,
    definition: dict[str, Any],
    input_schema: dict[str, Any] | MissingType = MISSING,
) -> Call[GlobusHTTPResponse]:
    """Check a definition, without creating a flow of it.

    ``POST /flows/validate``

    :param definition: its states and what follows what.
    :param input_schema: the JSON schema of what a run takes.
    """
    document = {"definition": definition, "input_schema": input_schema}
    return post("/flows/validate", present(document))
