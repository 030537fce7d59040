"""Disks that are full for a while: the destination's, and the services' own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.e2e.crash_site import crash_site, kill_child, same_content
from tests.e2e.soak.outages import LONGER_THAN_A_LEASE, SIZES, Outage
from tests.e2e.soak.small_disk import small_disk

pytestmark = pytest.mark.soak


def test_a_full_destination_is_waited_for_in_sight_of_everybody(tmp_path: Path) -> None:
    with crash_site(tmp_path / "data") as site:
        (site.destination / "tree").mkdir()
        with small_disk(site.destination / "tree", SIZES.bytes // (1 << 20) // 2) as disk:
            outage = Outage(site, tmp_path / "data")
            task = outage.until(lambda task: task["nice_status"] == "NO_SPACE_LEFT")
            assert (task["is_ok"], task["faults"] > 0) == (False, True)
            assert "Make room" in task["nice_status_details"]
            outage.arrivals.look()
            time.sleep(5)
            assert outage.until(lambda task: True)["status"] == "ACTIVE"
            disk.resize(SIZES.bytes // (1 << 20) * 2)
            outage.end()
            assert outage.events()["NO_SPACE_LEFT"] > 0
            assert not list((site.destination / "tree").rglob("*.part"))


@pytest.mark.parametrize("killed", [False, True], ids=["", "and processes are killed"])
def test_a_full_disk_of_the_services_themselves(tmp_path: Path, killed: bool) -> None:
    # Everything of the deployment but the files that are moved: database, keys, logs, nodes.
    folder, storage = tmp_path / "data", tmp_path / "storage"
    storage.mkdir(mode=0o700)
    with small_disk(folder, 128) as disk:
        os.chmod(folder, 0o700)
        (folder / "storage").symlink_to(storage)
        with crash_site(folder) as site:
            outage = Outage(site, folder)
            outage.in_the_middle()
            disk.fill()
            submission = outage.submission()
            deadline = time.monotonic() + 20
            # What still fits into pages that are there is done; then nothing is any more.
            while (refused := outage.ask("POST", "/transfer/v0.10/transfer", json=submission)).ok:
                assert time.monotonic() < deadline
                submission = outage.submission()
            assert (refused.status_code, refused.json()["code"]) == (503, "ServiceUnavailable")
            assert "full" in refused.json()["message"]
            asked = outage.ask("GET", f"/transfer/v0.10/task/{outage.task_id}")
            assert (asked.status_code, asked.json()["status"]) == (200, "ACTIVE")
            if killed:
                for name in ("worker", "serve", "two", "one"):
                    kill_child(name)(site)
            time.sleep(LONGER_THAN_A_LEASE)
            outage.arrivals.look()
            disk.empty()
            outage.end()
            accepted = outage.ask("POST", "/transfer/v0.10/transfer", json=submission)
            assert (accepted.status_code, accepted.json()["code"]) == (202, "Accepted")
            second = accepted.json()["task_id"]
            assert site.client.task_wait(second, timeout=120, polling_interval=1)
            assert same_content(site.source / "tree/big/f0", site.destination / "second")
