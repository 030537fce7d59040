"""A task in the middle of which the services lose something that they need."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from armillary.cli.deployment import Deployment
from armillary.node.settings import change
from tests.e2e.crash_site import Site, plain_submission
from tests.e2e.soak.trees import Arrivals, Sizes, write_tree

SIZES = Sizes(small=800, middle=30, big=1)
RATE = 8_000_000
LONGER_THAN_A_LEASE = 13.0
SECONDS = 180


class Outage:
    """A task of half a minute, and what is asked of the services besides."""

    def __init__(self, site: Site, data_dir: Path) -> None:
        self.site = site
        change(Deployment(data_dir).node_dir("two"), None, limits=[f"in={RATE}"])
        write_tree(site.source / "tree", SIZES)
        self.arrivals = Arrivals(site.source / "tree", site.destination / "tree")
        data = site.transfer()
        data.add_item("/tree", "/tree", recursive=True)
        self.task_id = site.client.submit_transfer(data)["task_id"]
        self._token = site.client.authorizer.get_authorization_header()

    def until(self, condition: Callable[[Any], bool]) -> Any:
        """The task's document once something is true of it."""
        deadline = time.monotonic() + SECONDS
        while not condition(task := self.site.client.get_task(self.task_id)):
            assert task["status"] == "ACTIVE", task
            assert time.monotonic() < deadline, task
            time.sleep(0.05)
        return task

    def in_the_middle(self) -> None:
        """Return when a third of the bytes has been moved."""
        self.until(lambda task: task["bytes_transferred"] > SIZES.bytes // 3)

    def ask(self, method: str, path: str, **request: Any) -> requests.Response:
        """A request without the client's patience."""
        url = f"{self.site.services.base_url}{path}"
        headers = {"Authorization": self._token}
        return requests.request(method, url, headers=headers, timeout=60, **request)

    def submission(self) -> dict[str, Any]:
        """A second transfer."""
        return plain_submission(self.site.services, "/tree/big/f0", "/second")

    def end(self) -> Any:
        """The task has done all of what it should, and nothing twice."""
        task = self.until(lambda task: task["status"] == "SUCCEEDED")
        self.arrivals.finish()
        assert task["files"] == task["files_transferred"] == SIZES.files
        assert task["bytes_transferred"] == SIZES.bytes
        return task

    def events(self) -> Counter[str]:
        """How many events of each kind the task has."""
        found = self.site.client.task_event_list(self.task_id, limit=1000)
        return Counter(event["code"] for event in found)
