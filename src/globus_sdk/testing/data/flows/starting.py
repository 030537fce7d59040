"""Starting a flow."""

from __future__ import annotations

from typing import Any

from ...models import ResponseSet
from .._people import COLLECTION_ID, OTHER_COLLECTION_ID
from .definitions import TITLE
from .shapes import FLOW_ID, GROUP, OTHER, OWNER, RUN_ID, Document, answer, refused

LABEL = "Images of January"
INPUT: Document = {
    "source_endpoint_id": COLLECTION_ID,
    "source_path": "/raw/",
    "staging_endpoint_id": OTHER_COLLECTION_ID,
    "staging_path": "/staging/",
    "destination_endpoint_id": COLLECTION_ID,
    "destination_path": "/results/",
}
REQUEST: Document = {
    "body": INPUT,
    "label": LABEL,
    "tags": ["images", "january"],
    "run_monitors": [OTHER, GROUP],
    "run_managers": [OTHER],
}
CHECKED_INPUT: Document = {"param": "value"}


def run(**changes: Any) -> Document:
    """A run that has just started."""
    return {
        "run_id": RUN_ID,
        "flow_id": FLOW_ID,
        "flow_title": TITLE,
        "flow_last_updated": "2026-01-15T10:30:00.000000+00:00",
        "start_time": "2026-01-15T10:30:00.000000+00:00",
        "status": "ACTIVE",
        "display_status": "ACTIVE",
        "details": {
            "code": "FlowStarting",
            "description": "The flow is starting",
            "details": {"input": INPUT},
        },
        "run_owner": OWNER,
        "run_managers": REQUEST["run_managers"],
        "run_monitors": REQUEST["run_monitors"],
        "user_role": "run_owner",
        "label": LABEL,
        "tags": REQUEST["tags"],
        "search": {"task_id": RUN_ID},
        **changes,
    }


_PATH = f"/flows/{FLOW_ID}"
_VALIDATION = f"{_PATH}/validate_run"

ANSWERS: dict[str, ResponseSet] = {
    "run_flow": ResponseSet(
        metadata={"flow_id": FLOW_ID, "request_params": REQUEST},
        default=answer(path=f"{_PATH}/run", method="POST", json=run()),
        missing_scope_error=refused(
            f"{_PATH}/run",
            403,
            "MISSING_SCOPE",
            f"The token lacks the scope of the flow {FLOW_ID}.",
            method="POST",
        ),
    ),
    "resume_run": ResponseSet(
        metadata={"flow_id": FLOW_ID, "run_id": RUN_ID},
        default=answer(path=f"/runs/{RUN_ID}/resume", method="POST", json=run()),
    ),
    "validate_run": ResponseSet(
        metadata={"flow_id": FLOW_ID, "request_body": CHECKED_INPUT},
        default=answer(
            path=_VALIDATION, method="POST", json={"message": "The input fits the flow."}
        ),
        invalid_input_payload=refused(
            _VALIDATION,
            400,
            "FLOW_INPUT_ERROR",
            [
                {
                    "loc": ["param"],
                    "type": "InvalidType",
                    "msg": f"'{CHECKED_INPUT['param']}' is no integer.",
                }
            ],
            method="POST",
            message="The input has 1 error.",
        ),
        invalid_token=refused(
            _VALIDATION,
            401,
            "AUTHENTICATION_ERROR",
            "The token is not valid, or no longer.",
            method="POST",
        ),
        not_a_flow_starter=refused(
            _VALIDATION, 403, "FORBIDDEN", f"You may not start the flow {FLOW_ID}.", method="POST"
        ),
    ),
}
