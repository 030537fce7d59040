"""What managers of endpoints see and decide: other people's tasks."""

from __future__ import annotations

from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import COLLECTION_ID, OTHER_COLLECTION_ID, OTHER_IDENTITY_ID, OTHER_USERNAME
from .hosting import PAUSE_RULE_ID
from .shapes import Document, answer, changed
from .submission import TASK_ID
from .tasks import EVENTS, PAUSE_INFO, SKIPPED, SUCCESSES, TASK, no_such_task, task

_MANAGED = "/v0.10/endpoint_manager"
_TASK = f"{_MANAGED}/task/{TASK_ID}"
_TASKS = {"task_ids": [TASK_ID]}
CANCEL_ID = 1507


def side(name: str) -> Document:
    """What a manager sees of a task's source, or of its destination."""
    return {
        f"{name}_host_endpoint": None,
        f"{name}_host_endpoint_id": None,
        f"{name}_host_endpoint_display_name": None,
        f"{name}_host_path": None,
        f"{name}_mapped_collection_id": None,
        f"{name}_mapped_collection_display_name": None,
        f"{name}_local_user": "charles",
        f"{name}_local_user_status": "OK",
        f"{name}_base_path": None,
    }


def managed(**changes: Any) -> Document:
    """A task of somebody else."""
    return task(
        owner_id=OTHER_IDENTITY_ID,
        owner_string=OTHER_USERNAME,
        username=OTHER_USERNAME,
        **side("source"),
        **side("destination"),
        **changes,
    )


def cancellation(path: str, *, method: Any = "GET", done: bool) -> RegisteredResponse:
    """How far the cancelling of tasks is."""
    document = {"DATA_TYPE": "admin_cancel", "id": CANCEL_ID, "done": done}
    return answer(path=path, method=method, json=document)


ANSWERS: dict[str, ResponseSet] = {
    "endpoint_manager_task_list": ResponseSet(
        default=answer(
            path=f"{_MANAGED}/task_list",
            json={
                "DATA_TYPE": "task_list",
                "has_next_page": False,
                "last_key": "complete,2026-01-15T10:32:00.000000",
                "DATA": [managed()],
            },
            metadata={
                "task_id": TASK_ID,
                "source": COLLECTION_ID,
                "destination": OTHER_COLLECTION_ID,
                "owner_id": OTHER_IDENTITY_ID,
            },
        ),
    ),
    "endpoint_manager_get_task": ResponseSet(
        metadata=TASK,
        default=answer(path=_TASK, json=managed()),
        not_found=no_such_task(_TASK),
    ),
    "endpoint_manager_task_event_list": ResponseSet(
        metadata=TASK, default=answer(path=f"{_TASK}/event_list", json=EVENTS)
    ),
    "endpoint_manager_task_pause_info": ResponseSet(
        metadata={**TASK, "pause_rule_ids": [PAUSE_RULE_ID]},
        default=answer(path=f"{_TASK}/pause_info", json=PAUSE_INFO),
    ),
    "endpoint_manager_task_successful_transfers": ResponseSet(
        metadata=TASK,
        default=answer(path=f"{_TASK}/successful_transfers", json=SUCCESSES),
    ),
    "endpoint_manager_task_skipped_errors": ResponseSet(
        metadata=TASK, default=answer(path=f"{_TASK}/skipped_errors", json=SKIPPED)
    ),
    "endpoint_manager_cancel_tasks": ResponseSet(
        metadata={**_TASKS, "admin_cancel_id": CANCEL_ID},
        default=cancellation(f"{_MANAGED}/admin_cancel", method="POST", done=False),
    ),
    "endpoint_manager_cancel_status": ResponseSet(
        metadata={"admin_cancel_id": CANCEL_ID},
        default=cancellation(f"{_MANAGED}/admin_cancel/{CANCEL_ID}", done=True),
        running=cancellation(f"{_MANAGED}/admin_cancel/{CANCEL_ID}", done=False),
    ),
    "endpoint_manager_pause_tasks": ResponseSet(
        metadata=_TASKS,
        default=changed(
            "POST", f"{_MANAGED}/admin_pause", "PauseAccepted", "The tasks will be paused."
        ),
    ),
    "endpoint_manager_resume_tasks": ResponseSet(
        metadata=_TASKS,
        default=changed(
            "POST", f"{_MANAGED}/admin_resume", "ResumeAccepted", "The tasks will be resumed."
        ),
    ),
}
