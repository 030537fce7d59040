"""Questions that runs ask people, on a page of the web."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from ..._core.calls import get, listing, post, queried
from ..._core.encoding import comma_joined
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse
from .pages import by_nullable_marker
from .response import IterableWebInputsResponse

if TYPE_CHECKING:
    from ...documents import WebInputDocument

Role = Literal["viewer", "respondent"]
State = Literal["open", "closed"]
_Id = uuid.UUID | str
_Ids = _Id | Iterable[_Id]


@by_nullable_marker("web_input_summaries")
@operation
def list_web_inputs(
    self: object,
    *,
    filter_roles: Role | Iterable[Role] | MissingType = MISSING,
    filter_states: State | Iterable[State] | MissingType = MISSING,
    filter_flow_ids: _Ids | MissingType = MISSING,
    filter_run_ids: _Ids | MissingType = MISSING,
    orderby: str | Iterable[str] | MissingType = MISSING,
    per_page: int | MissingType = MISSING,
    marker: str | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> Call[IterableWebInputsResponse]:
    """List the questions that the caller sees.

    ``GET /web_inputs``

    :param filter_roles: those on which the caller has one of these roles.
    :param filter_states: those in one of these states.
    :param filter_flow_ids: those of runs of these flows.
    :param filter_run_ids: those of these runs.
    :param orderby: such as ``created_at DESC``, or several.
    :param per_page: how many a page has at most.
    :param marker: ``marker`` of the page before.
    :param query_params: further query parameters.
    """
    query = queried(
        query_params,
        filter_roles=comma_joined(filter_roles),
        filter_states=comma_joined(filter_states),
        filter_flow_ids=comma_joined(filter_flow_ids),
        filter_run_ids=comma_joined(filter_run_ids),
        orderby=comma_joined(orderby),
        per_page=per_page,
        marker=marker,
    )
    return listing("/web_inputs", IterableWebInputsResponse, query)


@operation
def get_web_input(self: object, web_input_id: _Id) -> Call[GlobusHTTPResponse[WebInputDocument]]:
    """Look up a question.

    ``GET /web_inputs/<web_input_id>``

    :param web_input_id: its id.
    """
    return get(f"/web_inputs/{web_input_id}")


@operation
def respond_to_web_input(self: object, web_input_id: _Id, value: Any) -> Call[GlobusHTTPResponse]:
    """Answer a question.

    ``POST /web_inputs/<web_input_id>/respond``

    :param web_input_id: its id.
    :param value: the answer.
    """
    return post(f"/web_inputs/{web_input_id}/respond", {"response": {"value": value}})
