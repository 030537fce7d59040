"""Answers of Compute, version 2."""

from __future__ import annotations

from responses.matchers import json_params_matcher, query_param_matcher

from ..models import ResponseSet
from ._compute import (
    ENDPOINT_ID,
    FUNCTION,
    FUNCTION_CODE,
    FUNCTION_ID,
    FUNCTION_NAME,
    LOCKED,
    OTHER_TASK_ID,
    TASK_GROUP_ID,
    TASK_ID,
    TASKS,
    Document,
    answer,
    refused,
    registration,
)
from ._people import IDENTITY_ID, OTHER_IDENTITY_ID, SUBSCRIPTION_ID, made_id

VERSION = "1.40.0"
SDK_VERSION = "3.10.0"
OTHER_ENDPOINT_ID = made_id("other compute endpoint")
SHARED_ENDPOINT_ID = made_id("shared compute endpoint")

_ENDPOINT = f"/v2/endpoints/{ENDPOINT_ID}"
_ENDPOINT_KNOWN = {"endpoint_id": ENDPOINT_ID}
_FUNCTION = f"/v2/functions/{FUNCTION_ID}"
_FUNCTION_KNOWN = {"function_id": FUNCTION_ID}
_TASK = f"/v2/tasks/{TASK_ID}"
_TASK_KNOWN = {"task_id": TASK_ID}


def listed(endpoint_id: str, name: str, owner: str = IDENTITY_ID) -> Document:
    """An endpoint in a list."""
    return {"uuid": endpoint_id, "name": name, "display_name": name.title(), "owner": owner}


def submitted(task_id: str) -> Document:
    """A task of a submission."""
    return {"status": "Success", "task_uuid": task_id, "http_status_code": 200, "reason": None}


MINE = [listed(ENDPOINT_ID, "cluster"), listed(OTHER_ENDPOINT_ID, "laptop")]
ENDPOINT: Document = {
    "uuid": ENDPOINT_ID,
    "name": "cluster",
    "display_name": "Cluster",
    "description": "The cluster of the lab",
    "owner": IDENTITY_ID,
    "multi_user": False,
    "public": False,
    "endpoint_config": "engine: {type: ThreadPoolEngine}",
    "user_config_template": "",
    "user_config_schema": {},
    "hostname": "login.lab.example.org",
    "local_user": "ada",
    "ip_address": "192.0.2.7",
    "endpoint_version": SDK_VERSION,
    "sdk_version": SDK_VERSION,
    "subscription_uuid": SUBSCRIPTION_ID,
}
TASK: Document = {
    "task_id": TASK_ID,
    "status": "success",
    "result": "42",
    "completion_t": "1768473120.5",
    "details": {
        "os": "Linux-6.1-x86_64",
        "python_version": "3.11.7",
        "dill_version": "0.3.9",
        "globus_compute_sdk_version": SDK_VERSION,
        "task_transitions": {
            "execution-start": 1768473119.25,
            "execution-end": 1768473120.5,
        },
    },
}

ANSWERS: dict[str, ResponseSet] = {
    "get_version": ResponseSet(
        metadata={"api_version": VERSION},
        default=answer(path="/v2/version", json=VERSION),
        all=answer(
            path="/v2/version",
            json={
                "api": VERSION,
                "min_sdk_version": "2.0.0",
                "min_endpoint_version": "2.0.0",
                "git_sha": "5f3c0a9d",
            },
            match=[query_param_matcher({"service": "all"})],
        ),
    ),
    "get_result_amqp_url": ResponseSet(
        default=answer(
            path="/v2/get_amqp_result_connection_url",
            json={
                "queue_prefix": made_id("compute queue"),
                "connection_url": "amqps://broker.lab.example.org",
            },
        ),
    ),
    "register_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path="/v2/endpoints", method="POST", json=registration(warnings=[])),
    ),
    "get_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path=_ENDPOINT, json=ENDPOINT),
        not_found=refused(
            _ENDPOINT, 404, "ENDPOINT_NOT_FOUND", f"There is no endpoint {ENDPOINT_ID}."
        ),
    ),
    "get_endpoint_status": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(
            path=f"{_ENDPOINT}/status",
            json={
                "status": "online",
                "details": {
                    "total_workers": 4,
                    "idle_workers": 3,
                    "pending_tasks": 0,
                    "outstanding_tasks": 1,
                    "managers": 1,
                },
            },
        ),
    ),
    "get_endpoints": ResponseSet(
        metadata={
            **_ENDPOINT_KNOWN,
            "endpoint_id_2": OTHER_ENDPOINT_ID,
            "endpoint_id_3": SHARED_ENDPOINT_ID,
        },
        default=answer(path="/v2/endpoints", json=MINE),
        any=answer(
            path="/v2/endpoints",
            json=[*MINE, listed(SHARED_ENDPOINT_ID, "shared", OTHER_IDENTITY_ID)],
            match=[query_param_matcher({"role": "any"})],
        ),
    ),
    "delete_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path=_ENDPOINT, method="DELETE", json={"result": 302}),
    ),
    "lock_endpoint": ResponseSet(
        metadata=_ENDPOINT_KNOWN,
        default=answer(path=f"{_ENDPOINT}/lock", method="POST", json=LOCKED),
    ),
    "register_function": ResponseSet(
        metadata=FUNCTION,
        default=answer(path="/v2/functions", method="POST", json={"function_uuid": FUNCTION_ID}),
    ),
    "get_function": ResponseSet(
        metadata=FUNCTION,
        default=answer(
            path=_FUNCTION,
            json={
                "function_uuid": FUNCTION_ID,
                "function_name": FUNCTION_NAME,
                "function_code": FUNCTION_CODE,
                "description": "Doubles a number",
                "metadata": {"python_version": "3.11.7", "sdk_version": SDK_VERSION},
            },
        ),
    ),
    "delete_function": ResponseSet(
        metadata=_FUNCTION_KNOWN,
        default=answer(path=_FUNCTION, method="DELETE", json={"result": 302}),
    ),
    "get_task": ResponseSet(
        metadata=_TASK_KNOWN,
        default=answer(path=_TASK, json=TASK),
        pending=answer(path=_TASK, json={"task_id": TASK_ID, "status": "waiting-for-nodes"}),
        not_found=refused(_TASK, 404, "TASK_NOT_FOUND", f"There is no task {TASK_ID}."),
    ),
    "get_task_batch": ResponseSet(
        metadata=_TASK_KNOWN,
        default=answer(
            path="/v2/batch_status",
            method="POST",
            json={"response": "batch", "results": {TASK_ID: TASK}},
            match=[json_params_matcher({"task_ids": [TASK_ID]})],
        ),
    ),
    "get_task_group": ResponseSet(
        metadata=TASKS,
        default=answer(
            path=f"/v2/taskgroup/{TASK_GROUP_ID}",
            json={
                "taskgroup_id": TASK_GROUP_ID,
                "create_websockets_queue": True,
                "tasks": [
                    {"id": task_id, "created_at": "2026-01-15T10:31:58+00:00"}
                    for task_id in (TASK_ID, OTHER_TASK_ID)
                ],
            },
        ),
    ),
    "submit": ResponseSet(
        metadata=TASKS,
        default=answer(
            path="/v2/submit",
            method="POST",
            json={
                "response": "success",
                "task_group_id": TASK_GROUP_ID,
                "results": [submitted(TASK_ID), submitted(OTHER_TASK_ID)],
            },
        ),
    ),
}
