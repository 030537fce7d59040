"""One task of more than five minutes, and sixty kills: every process in every phase of it."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from armillary.cli.deployment import Deployment
from armillary.node.settings import change
from globus_sdk.response import GlobusHTTPResponse
from tests.e2e.crash_site import IN_FLIGHT, OVERHEAD, Site, crash_site, kill_child, kill_parent
from tests.e2e.soak.halts import Halts
from tests.e2e.soak.strikes import CUT, KINDS, PHASES, Strike, planned, shares
from tests.e2e.soak.trees import Arrivals, Sizes, write_tree

pytestmark = pytest.mark.soak

SIZES = Sizes(small=1500, middle=300, big=3)
RATE = 5_000_000
LEAST_SECONDS = 300
MOST_SECONDS = 1500
# What the proxy had taken from the source when the blow fell, and still passed on.
IN_PROXY = 4 << 20


@dataclass
class Ordeal:
    """A task and what is done to it.

    :param allowed: bytes that may have been sent in vain so far
    :param passed: bytes that had been sent at the last blow
    """

    site: Site
    halts: Halts
    chance: random.Random
    arrivals: Arrivals
    task_id: str = ""
    struck: list[Strike] = field(default_factory=list)
    allowed: int = 0
    passed: int = 0

    def task(self) -> GlobusHTTPResponse:
        return self.site.client.get_task(self.task_id)

    def strike(self, strike: Strike) -> None:
        """Deal a blow, on a task that is seen at its work."""
        task = self.task()
        assert task["status"] == "ACTIVE", task
        self.arrivals.look()
        fresh = self.site.proxy.passed - self.passed
        if strike.victim == CUT:
            self.site.proxy.cut()
        elif strike.victim == "parent":
            kill_parent(self.site)
        else:
            kill_child(strike.victim)(self.site)
        if strike.costs:
            self.allowed += min(IN_FLIGHT, fresh) + IN_PROXY
            self.passed = self.site.proxy.passed
        self.arrivals.look()
        self.struck.append(strike)
        print(f"{len(self.struck):3} {strike.phase:9} {strike.victim}", flush=True)

    def submit(self) -> None:
        """Submit; the API is killed between the commit and its answer, which the client repeats."""
        data = self.site.transfer(verify_checksum=True)
        data.add_item("/tree", "/tree", recursive=True, checksum_algorithm="SHA256")
        answers: list[str] = []

        def send() -> None:
            answers.append(self.site.client.submit_transfer(data)["task_id"])

        self.halts.close("submitted")
        self.halts.close("committed")
        sending = threading.Thread(target=send)
        sending.start()
        self.halts.wait("committed")
        kill_child("serve")(self.site)
        self.halts.open("committed")
        sending.join(60)
        (self.task_id,) = answers
        (known,) = self.site.client.task_list(filter="type:TRANSFER")
        assert known["task_id"] == self.task_id

    def held(self, phase: str) -> None:
        """Deal the blows of a phase in which the worker stands still; then it goes on."""
        for strike in planned(self.chance, phase):
            self.halts.wait(phase)
            self.strike(strike)
        self.halts.wait(phase)
        self.halts.open(phase)

    def moving(self) -> None:
        """Deal the blows of all the phases that files go through, spread over the bytes."""
        strikes = planned(self.chance, "move", "verify", "rename")
        for share, strike in zip(shares(self.chance, len(strikes)), strikes, strict=True):
            while self.task()["bytes_transferred"] < share * SIZES.bytes:
                time.sleep(0.05)
            point = strike.phase
            if point == "rename":
                point = self.chance.choice(("rename", "renamed"))
            if point != "move":
                self.halts.close(point)
                self.halts.wait(point)
            self.strike(strike)
            if point != "move":
                self.halts.open(point)


@pytest.fixture
def ordeal(tmp_path: Path) -> Iterator[Ordeal]:
    seed = int(os.environ.get("SEED", random.randrange(1 << 32)))
    print(f"\nSEED={seed}", flush=True)
    halts = Halts(tmp_path / "halts")
    with crash_site(tmp_path / "data", **halts.environment) as site:
        change(Deployment(tmp_path / "data").node_dir("two"), None, limits=[f"in={RATE}"])
        write_tree(site.source / "tree", SIZES)
        arrivals = Arrivals(site.source / "tree", site.destination / "tree")
        yield Ordeal(site, halts, random.Random(seed), arrivals)


def test_sixty_kills_and_a_dozen_cuts(ordeal: Ordeal) -> None:
    ordeal.submit()
    # Anywhere in the walk, whose lines come in some six portions.
    ordeal.halts.close("scan", after=ordeal.chance.randint(0, 3))
    ordeal.held("submitted")
    ordeal.held("scan")
    ordeal.halts.close("finish")
    ordeal.moving()
    ordeal.held("finish")
    assert ordeal.site.client.task_wait(ordeal.task_id, timeout=MOST_SECONDS, polling_interval=1)
    kills = [strike for strike in ordeal.struck if strike.victim != CUT]
    assert len(kills) >= 50
    assert all(Counter(s.victim for s in kills)[kind] >= 10 for kind in KINDS)
    assert all(Counter(s.phase for s in kills)[phase] >= 10 for phase in PHASES)
    check_end(ordeal)


def check_end(ordeal: Ordeal) -> None:
    task = ordeal.task()
    assert task["status"] == "SUCCEEDED", task["fatal_error"]
    took = _time(task["completion_time"]) - _time(task["request_time"])
    sent = ordeal.site.proxy.passed
    print(
        f"{took.total_seconds():.0f} s, {SIZES.bytes} bytes, sent {sent} "
        f"of at most {SIZES.bytes + ordeal.allowed}, {task['faults']} faults"
    )
    assert took.total_seconds() >= LEAST_SECONDS
    ordeal.arrivals.finish()
    assert sent <= (SIZES.bytes + ordeal.allowed) * OVERHEAD
    assert task["files"] == task["files_transferred"] == SIZES.files
    assert task["bytes_transferred"] == task["bytes_checksummed"] == SIZES.bytes
    client = ordeal.site.client
    done = client.paginated.task_successful_transfers(ordeal.task_id).items()
    paths = [success["source_path"] for success in done]
    assert len(paths) == len(set(paths)) == SIZES.files
    # Faults are many: each broken pull tells one of each file that it leaves unfinished.
    events = client.task_event_list(
        ordeal.task_id, limit=1000, query_params={"filter": "is_error:0"}
    )
    codes = Counter(event["code"] for event in events)
    assert (codes["STARTED"], codes["SUCCEEDED"]) == (1, 1)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
