"""Executes blocks, in order and in one namespace, against recorded answers of hosted services."""

from __future__ import annotations

import sys
from typing import Any
from unittest import mock

import responses

import globus_sdk
from globus_sdk.testing import RegisteredResponse, load_response

JOB_ID = "00000000-0000-4000-8000-00000000000a"
JOB = {"job_id": JOB_ID, "name": "nightly", "status": "loaded"}


def answer_for_collections() -> None:
    """One endpoint's manager."""
    client = globus_sdk.GCSClient
    for method in (
        *(client.get_gcs_info, client.get_collection_list, client.get_storage_gateway_list),
        *(client.create_collection, client.update_collection, client.delete_collection),
        client.create_role,
    ):
        load_response(method)


def answer_for_timers() -> None:
    """One timer."""
    for method, path, document in (
        ("POST", "/v2/timer", {"timer": JOB}),
        ("GET", "/jobs/", {"jobs": [JOB]}),
        ("POST", f"/jobs/{JOB_ID}/pause", {"message": "paused"}),
        ("POST", f"/jobs/{JOB_ID}/resume", {"message": "resumed"}),
        ("DELETE", f"/jobs/{JOB_ID}", JOB),
    ):
        answer: Any = {"service": "timer", "method": method, "path": path, "json": document}
        RegisteredResponse(**answer).add()


ANSWERS = {"collections": answer_for_collections, "timers": answer_for_timers}


def authorizer(app: object, resource_server: str) -> globus_sdk.AccessTokenAuthorizer:
    """What an app has after a login."""
    return globus_sdk.AccessTokenAuthorizer("token")


def main(page: str, *files: str) -> None:
    """Run a page's blocks; every answer has to be asked for.

    :param page: the name of its document
    """
    namespace: dict[str, object] = {"__name__": "__main__"}
    with (
        responses.RequestsMock() as answers,
        mock.patch.object(responses, "mock", answers),
        mock.patch.object(globus_sdk.GlobusApp, "get_authorizer", authorizer),
    ):
        ANSWERS[page]()
        for path in files:
            with open(path) as file:
                exec(compile(file.read(), path, "exec"), namespace)


if __name__ == "__main__":
    main(*sys.argv[1:])
