"""PostgreSQL stops in the middle of a task, or its disk is full."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.e2e.crash_site import crash_site
from tests.e2e.soak.outages import LONGER_THAN_A_LEASE, Outage
from tests.e2e.soak.postgres import postgres
from tests.e2e.soak.small_disk import small_disk

pytestmark = pytest.mark.soak


@pytest.fixture(scope="session")
def sockets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.mark.parametrize("seconds", [2.0, LONGER_THAN_A_LEASE])
def test_a_server_that_is_stopped_and_started_again(
    tmp_path: Path, sockets: Path, seconds: float
) -> None:
    with (
        postgres(tmp_path / "pg", sockets) as server,
        crash_site(tmp_path / "data", "--database-url", server.url) as site,
    ):
        outage = Outage(site, tmp_path / "data")
        outage.in_the_middle()
        server.stop()
        stopped = time.monotonic()
        for method, path in (
            ("GET", f"/transfer/v0.10/task/{outage.task_id}"),
            ("POST", "/transfer/v0.10/transfer"),
        ):
            refused = outage.ask(method, path, json=outage.submission())
            assert (refused.status_code, refused.json()["code"]) == (503, "ServiceUnavailable")
            assert "can't use its database" in refused.json()["message"]
        assert outage.ask("GET", "/healthz").status_code == 503
        time.sleep(max(0.0, seconds - (time.monotonic() - stopped)))
        pids = site.children()
        server.start()
        outage.end()
        # Nobody had to be restarted for it.
        assert site.children() == pids
        events = outage.events()
        assert (events["STARTED"], events["SUCCEEDED"]) == (1, 1)


def test_a_full_disk_of_the_server(tmp_path: Path, sockets: Path) -> None:
    folder = tmp_path / "disk"
    with (
        small_disk(folder, 256) as disk,
        postgres(folder / "pg", sockets) as server,
        crash_site(tmp_path / "data", "--database-url", server.url) as site,
    ):
        outage = Outage(site, tmp_path / "data")
        outage.in_the_middle()
        disk.fill()
        deadline = time.monotonic() + 60
        submission = outage.submission()
        while (refused := outage.ask("POST", "/transfer/v0.10/transfer", json=submission)).ok:
            assert time.monotonic() < deadline
            submission = outage.submission()
        assert (refused.status_code, refused.json()["code"]) == (503, "ServiceUnavailable")
        time.sleep(LONGER_THAN_A_LEASE)
        disk.empty()
        server.start()
        outage.end()
        accepted = outage.ask("POST", "/transfer/v0.10/transfer", json=submission)
        assert accepted.status_code == 202
