"""Executes blocks, in order and in one namespace, against recorded answers of hosted services."""

from __future__ import annotations

import sys
from unittest import mock

import responses

import globus_sdk
from globus_sdk.testing import load_response


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
    client = globus_sdk.TimersClient
    for method in (
        *(client.create_timer, client.list_jobs),
        *(client.pause_job, client.resume_job, client.delete_job),
    ):
        load_response(method)


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
