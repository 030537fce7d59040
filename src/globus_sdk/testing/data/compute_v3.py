"""Answers of Compute, version 3."""

from __future__ import annotations

from ..models import ResponseSet
from ._compute import (
    ENDPOINT_ID,
    FUNCTION,
    FUNCTION_ID,
    LOCKED,
    OTHER_TASK_ID,
    TASK_GROUP_ID,
    TASK_ID,
    TASKS,
    answer,
    registration,
)
from ._people import made_id

REQUEST_ID = made_id("compute request")

_ENDPOINT = f"/v3/endpoints/{ENDPOINT_ID}"
_ENDPOINT_KNOWN = {"endpoint_id": ENDPOINT_ID}

ANSWERS: dict[str, ResponseSet] = {
    "register_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path="/v3/endpoints", method="POST", json=registration()),
    ),
    "update_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path=_ENDPOINT, method="PUT", json=registration()),
    ),
    "lock_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path=f"{_ENDPOINT}/lock", method="POST", json=LOCKED),
    ),
    "get_endpoint_allowlist": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(
            path=f"{_ENDPOINT}/allowed_functions",
            json={
                "endpoint_id": ENDPOINT_ID,
                "restricted": True,
                "functions": [FUNCTION_ID, made_id("other compute function")],
            },
        ),
    ),
    "register_function": ResponseSet(
        metadata=FUNCTION,
        default=answer(path="/v3/functions", method="POST", json={"function_uuid": FUNCTION_ID}),
    ),
    "submit": ResponseSet(
        metadata={
            **TASKS,
            **_ENDPOINT_KNOWN,
            "function_id": FUNCTION_ID,
            "request_id": REQUEST_ID,
        },
        default=answer(
            path=f"{_ENDPOINT}/submit",
            method="POST",
            json={
                "request_id": REQUEST_ID,
                "task_group_id": TASK_GROUP_ID,
                "endpoint_id": ENDPOINT_ID,
                "tasks": {FUNCTION_ID: [TASK_ID, OTHER_TASK_ID]},
            },
        ),
    ),
}
