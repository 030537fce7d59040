"""The services' own files can't be written for a while: they say so, and go on afterwards."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from armillary.cli.deployment import Deployment
from armillary.node.settings import change
from globus_sdk import TransferData
from tests.e2e.crash_site import BLOCK, children_of, plain_submission, same_content, write_big_file
from tests.e2e.services import CLIENT_ID, Services, start

SIZE = 32 * BLOCK


@contextmanager
def no_room(services: Services) -> Iterator[None]:
    """Let API and worker write to no file: neither to the database nor to their logs."""
    pids = [children_of(services)[name] for name in ("serve", "worker")]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))


def test_a_task_outlives_a_database_that_takes_nothing(fresh_dir: Path) -> None:
    running = start(fresh_dir)
    try:
        source, destination = running.collections
        change(Deployment(fresh_dir).node_dir("two"), None, limits=[f"in={SIZE // 3}"])
        original, copy = Path(source["path"], "original"), Path(destination["path"], "copy")
        write_big_file(original, SIZE)
        token = running.access_token()
        with running.transfer_client(token) as client:
            data = TransferData(source["id"], destination["id"])
            data.add_item("/original", "/copy")
            task_id = client.submit_transfer(data)["task_id"]
            while client.get_task(task_id)["bytes_transferred"] == 0:
                time.sleep(0.02)
            again = plain_submission(running, "/original", "/again")
            with no_room(running):
                until = time.monotonic() + 2
                check_refusals(running, token, again)
                assert client.get_task(task_id)["status"] == "ACTIVE"
                time.sleep(max(0.0, until - time.monotonic()))
            assert client.task_wait(task_id, timeout=60, polling_interval=1)
            task = client.get_task(task_id)
            codes = [event["code"] for event in client.task_event_list(task_id)]
            assert client.post("/v0.10/transfer", data=again)["code"] == "Accepted"
        assert (task["status"], task["bytes_transferred"]) == ("SUCCEEDED", SIZE)
        assert codes[::-1] == ["STARTED", "SERVICE_UNAVAILABLE", "SUCCEEDED"]
        assert same_content(original, copy)
    finally:
        assert running.stop() == 0


def check_refusals(running: Services, token: str, submission: dict[str, object]) -> None:
    url, headers = running.base_url, {"Authorization": f"Bearer {token}"}
    refused = requests.post(
        f"{url}/transfer/v0.10/transfer", json=submission, headers=headers, timeout=30
    )
    assert (refused.status_code, refused.json()["code"]) == (503, "ServiceUnavailable")
    device = requests.post(
        f"{url}/auth/v2/oauth2/device_authorization",
        data={"client_id": CLIENT_ID, "scope": "openid"},
        timeout=30,
    )
    assert (device.status_code, device.json()["error"]) == (503, "temporarily_unavailable")
