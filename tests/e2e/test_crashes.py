"""`kill -9` in the middle of a big transfer: it ends well, and little is sent twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from armillary.cli.deployment import Deployment
from armillary.datalink.destination import RANGE
from armillary.node.config import NodeState
from globus_sdk import TransferClient, TransferData
from tests.armillary.node.proxy import Proxy
from tests.e2e.services import Services, start

SIZE = 1 << 30
BLOCK = 1 << 20
# TLS records and frames add to the bytes of the file.
OVERHEAD = 1.01
# Two connections with two ranges under way on each.
IN_FLIGHT = 2 * 2 * RANGE
# They go at once; a machine with more to do than it can may take a while to show it.
ORPHANS_EXIT_SECONDS = 15.0


@dataclass
class Site:
    """A deployment whose nodes speak through a proxy, and a client of it."""

    services: Services
    proxy: Proxy
    client: TransferClient

    @property
    def source(self) -> Path:
        return Path(self.services.collections[0]["path"]) / "big"

    def destination(self, name: str) -> Path:
        return Path(self.services.collections[1]["path"]) / name

    def submit(self, name: str) -> str:
        source, destination = (c["id"] for c in self.services.collections)
        data = TransferData(source, destination)
        data.add_item("/big", f"/{name}")
        task_id: str = self.client.submit_transfer(data)["task_id"]
        return task_id

    def start_again(self) -> None:
        self.services = start(self.services.data_dir)

    def children(self) -> dict[str, int]:
        """Process ids of the supervisor's children by what they do."""
        parent = self.services.process.pid
        pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return {self._name(int(pid)): int(pid) for pid in pids}

    @staticmethod
    def _name(pid: int) -> str:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        return Path(words[-2]).name if "node" in words else words[3]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("crashes")
    services = start(folder)
    assert services.stop() == 0
    proxy = Proxy(remember=False)
    state = NodeState(Deployment(folder).node_dir("one"))
    proxy.target = ("127.0.0.1", state.config().data_port)
    state.save_config(replace(state.config(), advertise_data=("127.0.0.1", proxy.port)))
    state.close()
    services = start(folder)
    site = Site(services, proxy, services.transfer_client())
    write_big_file(site.source)
    yield site
    assert site.services.stop() == 0
    proxy.close()
    site.client.close()


def write_big_file(path: Path) -> None:
    """Bytes that differ everywhere, so that a range in the wrong place shows."""
    noise = os.urandom(BLOCK)
    with open(path, "wb") as file:
        for number in range(SIZE // BLOCK):
            file.write(number.to_bytes(8, "big") + noise[8:])


def same_content(left: Path, right: Path) -> bool:
    with open(left, "rb") as a, open(right, "rb") as b:
        while True:
            x, y = a.read(BLOCK), b.read(BLOCK)
            if x != y:
                return False
            if not x:
                return True


def kill_child(name: str) -> Callable[[Site], None]:
    def kill(site: Site) -> None:
        os.kill(site.children()[name], signal.SIGKILL)

    return kill


def kill_parent(site: Site) -> None:
    orphans = site.children()
    site.services.process.kill()
    with site.services.process:
        pass
    deadline = time.monotonic() + ORPHANS_EXIT_SECONDS
    while alive := [name for name, pid in orphans.items() if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, f"still there: {alive}"
        time.sleep(0.01)
    site.start_again()


def kill_all(site: Site) -> None:
    pids = [site.services.process.pid, *site.children().values()]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    with site.services.process:
        pass
    site.start_again()


@pytest.mark.parametrize(
    "kill",
    [
        pytest.param(kill_child("serve"), id="api"),
        pytest.param(kill_child("worker"), id="worker"),
        pytest.param(kill_child("one"), id="source node"),
        pytest.param(kill_child("two"), id="destination node"),
        pytest.param(kill_parent, id="parent"),
        pytest.param(kill_all, id="all at once"),
    ],
)
def test_a_killed_process_costs_what_was_in_flight(
    site: Site, kill: Callable[[Site], None], request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id.replace(" ", "-")
    before = site.proxy.passed
    task_id = site.submit(name)
    while site.proxy.passed - before < SIZE // 4:
        assert site.client.get_task(task_id)["status"] == "ACTIVE"
        time.sleep(0.005)
    kill(site)
    assert site.client.task_wait(task_id, timeout=120, polling_interval=1)
    task = site.client.get_task(task_id)
    assert task["status"] == "SUCCEEDED", task["fatal_error"]
    destination = site.destination(name)
    assert same_content(site.source, destination)
    assert [path.name for path in destination.parent.glob(f".*{name}*")] == []
    sent = site.proxy.passed - before
    assert sent <= (SIZE + IN_FLIGHT) * OVERHEAD
    assert task["bytes_transferred"] == SIZE
    destination.unlink()
