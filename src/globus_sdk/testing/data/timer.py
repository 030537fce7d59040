"""Answers of Timers."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..models import RegisteredResponse, ResponseSet
from ._people import COLLECTION_ID, IDENTITY_ID, OTHER_COLLECTION_ID, made_id
from .transfer.tasks import task

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="timer")

TIMER_ID = made_id("timer")
FLOW_TIMER_ID = made_id("flow timer")
FLOW_ID = made_id("flow")
NAME = "nightly copy"
NEW_NAME = "weekly copy"
STARTED = "2026-01-15T10:30:00+00:00"
NEXT_RUN = "2026-01-16T10:30:00+00:00"
AT_ONCE: Document = {"type": "once", "datetime": NEXT_RUN}
CALLBACK_BODY: Document = {
    "body": {"input_key": "images of January"},
    "run_managers": [f"urn:globus:auth:identity:{IDENTITY_ID}"],
}
UNAUTHORIZED: Document = {
    "cause": "globus_auth_requirements",
    "detail": {
        "code": "ConsentRequired",
        "authorization_parameters": {
            "session_message": "Missing required data_access consent",
            "required_scopes": [
                "urn:globus:auth:scope:transfer.api.globus.org:all"
                f"[*https://auth.globus.org/scopes/{COLLECTION_ID}/data_access]"
            ],
        },
    },
}

RUN: Document = {
    "data": {
        "action_id": task()["task_id"],
        "creator_id": f"urn:globus:auth:identity:{IDENTITY_ID}",
        "start_time": STARTED,
        "completion_time": "2026-01-15T10:32:00+00:00",
        "status": "SUCCEEDED",
        "display_status": "SUCCEEDED",
        "label": None,
        "manage_by": [],
        "monitor_by": [],
        "release_after": "P30D",
        "details": {**task(), "event_list": []},
    },
    "errors": None,
    "status": 202,
    "ran_at": STARTED,
}


def job(**changes: Any) -> Document:
    """A job: what runs, when, and how its last runs went."""
    return {
        "job_id": TIMER_ID,
        "name": NAME,
        "status": "loaded",
        "start": STARTED,
        "stop_after": None,
        "interval": 86400.0,
        "callback_url": "https://actions.automate.globus.org/transfer/transfer/run",
        "callback_body": {
            "body": {
                "label": NAME,
                "source_endpoint_id": COLLECTION_ID,
                "destination_endpoint_id": OTHER_COLLECTION_ID,
                "transfer_items": [
                    {"source_path": "/raw/", "destination_path": "/copy/", "recursive": True}
                ],
                "skip_source_errors": False,
                "sync_level": 3,
                "verify_checksum": True,
            }
        },
        "scope": None,
        "inactive_reason": None,
        "submitted_at": "2026-01-14T10:30:00+00:00",
        "last_ran_at": STARTED,
        "next_run": NEXT_RUN,
        "n_runs": 1,
        "n_errors": 0,
        "results": {"data": [RUN], "page_next": None},
        **changes,
    }


def timer(timer_id: str, timer_type: str, **further: Any) -> Document:
    """A timer of either type, before its first run."""
    return {
        "timer": {
            "job_id": timer_id,
            "timer_type": timer_type,
            "name": NAME,
            "status": "new",
            "inactive_reason": None,
            "submitted_at": STARTED,
            "last_ran_at": None,
            "next_run": NEXT_RUN,
            **further,
        }
    }


TRANSFER_TIMER = timer(
    TIMER_ID,
    "transfer",
    schedule={
        "type": "recurring",
        "start": NEXT_RUN,
        "interval_seconds": 86400,
        "end": {"condition": "iterations", "count": 7},
    },
    number_of_runs=0,
    number_of_errors=0,
    body={
        "DATA_TYPE": "transfer",
        "source_endpoint": COLLECTION_ID,
        "destination_endpoint": OTHER_COLLECTION_ID,
        "DATA": [
            {
                "DATA_TYPE": "transfer_item",
                "source_path": "/raw/notes.txt",
                "destination_path": "/copy/notes.txt",
            }
        ],
        "delete_destination_extra": False,
        "encrypt_data": False,
        "fail_on_quota_errors": False,
        "notify_on_failed": True,
        "notify_on_inactive": True,
        "notify_on_succeeded": True,
        "preserve_timestamp": False,
        "skip_source_errors": False,
        "store_base_path_info": False,
        "verify_checksum": True,
    },
)
FLOW_TIMER = timer(
    FLOW_TIMER_ID,
    "flow",
    schedule=AT_ONCE,
    n_runs=0,
    n_errors=0,
    results=[],
    interval=None,
    stop_after={"date": None, "n_runs": 1},
    scope=f"https://auth.globus.org/scopes/{FLOW_ID}/flow_{FLOW_ID.replace('-', '_')}_user",
    callback_url=f"https://flows.automate.globus.org/flows/{FLOW_ID}/run",
    callback_body=CALLBACK_BODY,
)

_PATH = f"/jobs/{TIMER_ID}"
_KNOWN = {"job_id": TIMER_ID}


def _required(name: str) -> Document:
    return {"loc": ["body", name], "msg": "field required", "type": "value_error.missing"}


def _said(action: str, message: str) -> ResponseSet:
    return ResponseSet(
        metadata=_KNOWN,
        default=answer(path=f"{_PATH}/{action}", method="POST", json={"message": message}),
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_timer": ResponseSet(
        default=answer(
            path="/v2/timer",
            method="POST",
            status=201,
            json=TRANSFER_TIMER,
            metadata={
                "timer_id": TIMER_ID,
                "source_endpoint": COLLECTION_ID,
                "destination_endpoint": OTHER_COLLECTION_ID,
            },
        ),
        flow_timer_success=answer(
            path="/v2/timer",
            method="POST",
            status=201,
            json=FLOW_TIMER,
            metadata={
                "timer_id": FLOW_TIMER_ID,
                "flow_id": FLOW_ID,
                "callback_body": CALLBACK_BODY,
                "schedule": AT_ONCE,
            },
        ),
    ),
    "create_job": ResponseSet(
        metadata=_KNOWN,
        default=answer(path="/jobs/", method="POST", status=201, json=job()),
        validation_error=answer(
            path="/jobs/",
            method="POST",
            status=422,
            json={"detail": [_required("start"), _required("callback_url")]},
            metadata={
                **_KNOWN,
                "expect_messages": [
                    "field required: body.start",
                    "field required: body.callback_url",
                ],
            },
        ),
    ),
    "list_jobs": ResponseSet(
        metadata={"job_ids": [TIMER_ID]},
        default=answer(path="/jobs/", json={"jobs": [job()]}),
    ),
    "get_job": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=_PATH, json=job()),
        inactive_gare=answer(path=_PATH, json=job(status="inactive", inactive_reason=UNAUTHORIZED)),
        inactive_user=answer(
            path=_PATH,
            json=job(
                status="inactive", inactive_reason={"cause": "user_requested", "detail": None}
            ),
        ),
        simple_500_error=answer(
            path=_PATH,
            status=500,
            json={
                "error": {"code": "ERROR", "detail": "The timer can't be read now.", "status": 500}
            },
        ),
    ),
    "update_job": ResponseSet(
        metadata={**_KNOWN, "name": NEW_NAME},
        default=answer(path=_PATH, method="PATCH", json=job(name=NEW_NAME)),
    ),
    "delete_job": ResponseSet(
        metadata=_KNOWN, default=answer(path=_PATH, method="DELETE", json=job())
    ),
    "pause_job": _said("pause", f"The job {TIMER_ID} has been paused."),
    "resume_job": _said("resume", f"The job {TIMER_ID} has been resumed."),
}
