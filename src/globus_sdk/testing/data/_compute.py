"""What the answers of both versions of Compute are about."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..models import RegisteredResponse
from ._people import made_id

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="compute")

ENDPOINT_ID = made_id("compute endpoint")
FUNCTION_ID = made_id("compute function")
FUNCTION_NAME = "double"
FUNCTION_CODE = "def double(number):\n    return 2 * number\n"
TASK_ID = made_id("compute task")
OTHER_TASK_ID = made_id("other compute task")
TASK_GROUP_ID = made_id("compute task group")

FUNCTION = {
    "function_id": FUNCTION_ID,
    "function_name": FUNCTION_NAME,
    "function_code": FUNCTION_CODE,
}
TASKS = {"task_id": TASK_ID, "task_id_2": OTHER_TASK_ID, "task_group_id": TASK_GROUP_ID}
LOCKED = {
    "endpoint_id": ENDPOINT_ID,
    "lock_expiration_timestamp": "2026-01-15T10:40:00+00:00",
}


def registration(**further: Any) -> Document:
    """Where a registered endpoint gets its tasks and leaves their results."""
    url = "amqps://broker.lab.example.org"
    return {
        "endpoint_id": ENDPOINT_ID,
        "task_queue_info": {
            "connection_url": url,
            "exchange": "tasks",
            "queue": f"{ENDPOINT_ID}.tasks",
        },
        "result_queue_info": {
            "connection_url": url,
            "exchange": "results",
            "queue": f"{ENDPOINT_ID}.results",
            "queue_publish_kwargs": {},
        },
        **further,
    }


def refused(path: str, status: int, code: str, message: str) -> RegisteredResponse:
    """An error."""
    document = {"code": code, "message": message}
    return answer(path=path, status=status, json=document)
