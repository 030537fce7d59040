"""Runs of flows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from responses import matchers

from ...models import RegisteredResponse, ResponseList, ResponseSet
from .._people import IDENTITY_ID, made_id
from .definitions import flow
from .shapes import (
    FLOW_ID,
    OWNER,
    PAGE_LENGTH,
    RUN_ID,
    Document,
    answer,
    marked,
    page,
    paginated,
    refused,
    several,
)
from .starting import run

OTHER_FLOW_ID = made_id("other flow")
ACTION_ID = made_id("action")
LOG_MARKER = "page-2"

STARTED = "2026-01-15T10:30:00.000000+00:00"
COMPLETED = "2026-01-15T10:30:05.000000+00:00"
GREETED: Document = {
    "action_id": ACTION_ID,
    "creator_id": OWNER,
    "start_time": STARTED,
    "completion_time": COMPLETED,
    "status": "SUCCEEDED",
    "display_status": "SUCCEEDED",
    "state_name": "HelloWorld",
    "label": "greeting",
    "details": {"Hello": "World", "hello": "world"},
    "manage_by": [OWNER],
    "monitor_by": [OWNER],
    "release_after": None,
}


def completed(run_id: str = RUN_ID, **changes: Any) -> Document:
    """A run that succeeded."""
    return run(
        **{
            "run_id": run_id,
            "action_id": run_id,
            "created_by": OWNER,
            "completion_time": COMPLETED,
            "status": "SUCCEEDED",
            "display_status": "SUCCEEDED",
            "manage_by": [OWNER],
            "monitor_by": [OWNER],
            "details": {
                "code": "FlowSucceeded",
                "description": "The flow has succeeded",
                "output": {
                    "HelloResult": GREETED,
                    "input": {"echo_string": "Hello", "sleep": 5},
                },
            },
            **changes,
        }
    )


_FLOW = flow()
_DESCRIBED = (
    "id",
    "title",
    "subtitle",
    "description",
    "keywords",
    "globus_auth_scope",
    "flow_owner",
    "created_by",
    "created_at",
    "updated_at",
)


def entry(code: str, description: str, **details: Any) -> Document:
    """A line of the log."""
    return {"time": STARTED, "code": code, "description": description, "details": details}


LOG = [
    entry("FlowStarted", "The flow started", input={"echo_string": "Hello", "sleep": 5}),
    entry("ActionStarted", "State HelloWorld started", state_name="HelloWorld"),
    entry(
        "ActionCompleted",
        "State HelloWorld ended",
        state_name="HelloWorld",
        state_type="Action",
        output={**GREETED, "label": None},
    ),
    entry("FlowSucceeded", "The flow has succeeded", output={"HelloResult": GREETED}),
]


def log(*entries: Document, marker: str | None = None) -> Document:
    """A page of the log."""
    further = {} if marker is None else {"marker": marker}
    return {
        "limit": 10,
        "has_next_page": marker is not None,
        "entries": list(entries),
        **further,
    }


def of_flows(runs: Sequence[Document], *flow_ids: str) -> RegisteredResponse:
    """The runs of some flows, for a filter of them in that order."""
    return answer(
        path="/runs",
        json={"runs": list(runs), "limit": 10, "has_next_page": False},
        match=[matchers.query_param_matcher({"filter_flow_id": ",".join(flow_ids)})],
    )


def filtered() -> ResponseList:
    """The runs of either of two flows, and of both."""
    ids = several("run of a flow")
    ours = [completed(one) for one in ids[:PAGE_LENGTH]]
    others = [completed(one, flow_id=OTHER_FLOW_ID) for one in ids[PAGE_LENGTH:]]
    return ResponseList(
        of_flows(ours, FLOW_ID),
        of_flows(others, OTHER_FLOW_ID),
        of_flows([*ours, *others], FLOW_ID, OTHER_FLOW_ID),
        of_flows([*ours, *others], OTHER_FLOW_ID, FLOW_ID),
        metadata={"by_flow_id": {FLOW_ID: {"num": len(ours)}, OTHER_FLOW_ID: {"num": len(others)}}},
    )


_PATH = f"/runs/{RUN_ID}"
_KNOWN = {"run_id": RUN_ID}


def _asked(query: Document, **further: Any) -> RegisteredResponse:
    """The run, for a query."""
    return answer(
        path=_PATH,
        json=completed(**further),
        match=[matchers.query_param_matcher(query)],
    )


ANSWERS: dict[str, ResponseSet] = {
    "get_run": ResponseSet(
        metadata=_KNOWN,
        default=ResponseList(
            _asked({}),
            _asked({"include_flow_description": False}),
            _asked(
                {"include_flow_description": True},
                flow_description={name: _FLOW[name] for name in _DESCRIBED},
            ),
        ),
    ),
    "list_runs": ResponseSet(
        default=answer(
            path="/runs", json=page("runs", [completed()]), metadata={"first_run_id": RUN_ID}
        ),
        filter_flow_id=filtered(),
        paginated=paginated(
            "/runs", "runs", [completed(one) for one in several("run")], owner_id=IDENTITY_ID
        ),
    ),
    "update_run": ResponseSet(
        metadata={"run_id": RUN_ID, "flow_id": FLOW_ID},
        default=answer(path=_PATH, method="PUT", json=run()),
    ),
    "cancel_run": ResponseSet(
        metadata=_KNOWN,
        default=answer(
            path=f"{_PATH}/cancel",
            method="POST",
            json=run(
                status="FAILED",
                display_status="FAILED",
                details={
                    "time": COMPLETED,
                    "code": "FlowCanceled",
                    "description": "The run has been cancelled",
                    "details": {},
                },
            ),
        ),
    ),
    "delete_run": ResponseSet(
        metadata=_KNOWN,
        default=answer(
            path=f"{_PATH}/release",
            method="POST",
            json=run(
                status="SUCCEEDED",
                display_status="SUCCEEDED",
                details={
                    "code": "FlowSucceeded",
                    "description": "The flow has succeeded",
                    "output": {},
                },
            ),
        ),
        conflict=refused(
            f"{_PATH}/release",
            409,
            "STATE_CONFLICT",
            f"The run {RUN_ID} has yet to end.",
            method="POST",
        ),
    ),
    "get_run_definition": ResponseSet(
        metadata=_KNOWN,
        default=answer(
            path=f"{_PATH}/definition",
            json={
                "flow_id": FLOW_ID,
                "definition": {
                    "StartAt": "no-op",
                    "States": {"no-op": {"Type": "Pass", "End": True}},
                },
                "input_schema": {},
            },
        ),
    ),
    "get_run_logs": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=f"{_PATH}/log", json=log(*LOG)),
        paginated=ResponseList(
            answer(
                path=f"{_PATH}/log",
                json=log(*LOG[:2], marker=LOG_MARKER),
                match=[matchers.query_param_matcher({})],
            ),
            answer(path=f"{_PATH}/log", json=log(*LOG[2:]), match=[marked(LOG_MARKER)]),
        ),
    ),
}
