"""Tasks."""

from __future__ import annotations

from typing import Any

from ...models import RegisteredResponse, ResponseSet
from .._people import COLLECTION_ID, IDENTITY_ID, OTHER_COLLECTION_ID, USERNAME
from .endpoints import NAME, OTHER_NAME
from .hosting import PAUSE_RULE_ID, pause_rule
from .shapes import Document, answer, changed, page, refused
from .submission import TASK_ID

FAILURE = {"code": "PERMISSION_DENIED", "description": "The destination can't be written"}
PATH = f"/v0.10/task/{TASK_ID}"
TASK = {"task_id": TASK_ID}


def task(**changes: Any) -> Document:
    """A transfer that succeeded."""
    return {
        "DATA_TYPE": "task",
        "task_id": TASK_ID,
        "type": "TRANSFER",
        "status": "SUCCEEDED",
        "label": "images of January",
        "owner_id": IDENTITY_ID,
        "username": USERNAME,
        "request_time": "2026-01-15T10:30:00+00:00",
        "deadline": "2026-01-16T10:30:00+00:00",
        "completion_time": "2026-01-15T10:32:00+00:00",
        "source_endpoint": COLLECTION_ID,
        "source_endpoint_id": COLLECTION_ID,
        "source_endpoint_display_name": NAME,
        "destination_endpoint": OTHER_COLLECTION_ID,
        "destination_endpoint_id": OTHER_COLLECTION_ID,
        "destination_endpoint_display_name": OTHER_NAME,
        "source_local_user": None,
        "destination_local_user": None,
        "source_base_path": None,
        "destination_base_path": None,
        "sync_level": None,
        "encrypt_data": False,
        "verify_checksum": True,
        "preserve_timestamp": False,
        "delete_destination_extra": False,
        "skip_source_errors": False,
        "fail_on_quota_errors": False,
        "recursive_symlinks": "ignore",
        "filter_rules": None,
        "command": "API 0.10",
        "history_deleted": False,
        "faults": 0,
        "files": 12,
        "directories": 1,
        "symlinks": 0,
        "files_skipped": 0,
        "files_transferred": 12,
        "subtasks_total": 13,
        "subtasks_pending": 0,
        "subtasks_retrying": 0,
        "subtasks_succeeded": 13,
        "subtasks_expired": 0,
        "subtasks_canceled": 0,
        "subtasks_failed": 0,
        "subtasks_skipped_errors": 0,
        "bytes_transferred": 880_803_840,
        "bytes_checksummed": 880_803_840,
        "effective_bytes_per_second": 7_340_032,
        "nice_status": None,
        "nice_status_details": None,
        "nice_status_short_description": None,
        "nice_status_expires_in": None,
        "is_ok": None,
        "is_paused": False,
        "canceled_by_admin": None,
        "canceled_by_admin_message": None,
        "fatal_error": None,
        **changes,
    }


ACTIVE = task(
    status="ACTIVE",
    completion_time=None,
    files_transferred=5,
    subtasks_pending=7,
    subtasks_succeeded=6,
    bytes_transferred=367_001_600,
    nice_status="OK",
    nice_status_details="",
    nice_status_short_description="OK",
    nice_status_expires_in=-1,
    is_ok=True,
)
FAILED = task(
    status="FAILED",
    faults=1,
    files_transferred=5,
    subtasks_succeeded=6,
    subtasks_failed=7,
    fatal_error=FAILURE,
)
EVENTS = page(
    "event_list",
    {
        "DATA_TYPE": "event",
        "code": "SUCCEEDED",
        "is_error": False,
        "description": "succeeded",
        "details": '{"files_succeeded": 12}',
        "time": "2026-01-15T10:32:00+00:00",
    },
    {
        "DATA_TYPE": "event",
        "code": "STARTED",
        "is_error": False,
        "description": "started",
        "details": '{"type": "TRANSFER"}',
        "time": "2026-01-15T10:30:01+00:00",
    },
)
PAUSE_INFO: Document = {
    "DATA_TYPE": "pause_info_limited",
    "pause_rules": [pause_rule()],
    "source_pause_message": None,
    "destination_pause_message": "The archive is read-only this week",
    "source_pause_message_share": None,
    "destination_pause_message_share": None,
}
SUCCESSES: Document = {
    "DATA_TYPE": "successful_transfers",
    "marker": 0,
    "next_marker": None,
    "DATA": [
        {
            "DATA_TYPE": "successful_transfer",
            "source_path": "/raw/0001.tif",
            "destination_path": "/2026/0001.tif",
            "size": 73_400_320,
            "checksum": None,
            "checksum_algorithm": None,
        }
    ],
}
SKIPPED: Document = {
    "DATA_TYPE": "skipped_errors",
    "marker": 0,
    "next_marker": None,
    "DATA": [
        {
            "DATA_TYPE": "skipped_error",
            "error_code": "PERMISSION_DENIED",
            "error_details": "The source does not let you read this",
            "error_time": "2026-01-15T10:31:00+00:00",
            "source_path": "/raw/0007.tif",
            "destination_path": "/2026/0007.tif",
            "is_directory": False,
            "is_symlink": False,
            "is_delete_destination_extra": False,
            "external_checksum": None,
            "checksum_algorithm": None,
        }
    ],
}


def no_such_task(path: str, *, method: Any = "GET") -> RegisteredResponse:
    """The error without such a task."""
    return refused(path, 404, "TaskNotFound", f"There is no task {TASK_ID}.", method=method)


ANSWERS: dict[str, ResponseSet] = {
    "task_list": ResponseSet(
        metadata={
            "tasks": [
                {
                    "source_id": COLLECTION_ID,
                    "destination_id": OTHER_COLLECTION_ID,
                    "owner_id": IDENTITY_ID,
                    "task_id": TASK_ID,
                }
            ]
        },
        default=answer(path="/v0.10/task_list", json=page("task_list", task())),
    ),
    "get_task": ResponseSet(
        metadata=TASK,
        default=answer(path=PATH, json=task()),
        active=answer(path=PATH, json=ACTIVE),
        failed=answer(path=PATH, json=FAILED),
        not_found=no_such_task(PATH),
    ),
    "update_task": ResponseSet(
        metadata=TASK,
        default=changed("PUT", PATH, "Updated", "Updated task successfully."),
        ended=refused(
            PATH,
            409,
            "Conflict",
            "The task has ended; it can't be changed any more.",
            method="PUT",
        ),
        not_found=no_such_task(PATH, method="PUT"),
    ),
    "cancel_task": ResponseSet(
        metadata=TASK,
        default=changed(
            "POST", f"{PATH}/cancel", "Canceled", "The task has been cancelled successfully."
        ),
        ended=changed(
            "POST",
            f"{PATH}/cancel",
            "TaskComplete",
            "The task completed before the cancel request was processed.",
        ),
        not_found=no_such_task(f"{PATH}/cancel", method="POST"),
    ),
    "task_wait": ResponseSet(
        metadata=TASK,
        default=answer(path=PATH, json=task()),
        failed=answer(path=PATH, json=FAILED),
        active=answer(path=PATH, json=ACTIVE),
        not_found=no_such_task(PATH),
    ),
    "task_event_list": ResponseSet(
        metadata=TASK, default=answer(path=f"{PATH}/event_list", json=EVENTS)
    ),
    "task_pause_info": ResponseSet(
        metadata={**TASK, "pause_rule_ids": [PAUSE_RULE_ID]},
        default=answer(path=f"{PATH}/pause_info", json=PAUSE_INFO),
    ),
    "task_successful_transfers": ResponseSet(
        metadata=TASK, default=answer(path=f"{PATH}/successful_transfers", json=SUCCESSES)
    ),
    "task_skipped_errors": ResponseSet(
        metadata=TASK, default=answer(path=f"{PATH}/skipped_errors", json=SKIPPED)
    ),
}
