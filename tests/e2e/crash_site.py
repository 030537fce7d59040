"""A deployment to crash: its nodes speak through a proxy that counts."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from armillary.cli.deployment import Deployment
from armillary.core.ids import new_id
from armillary.datalink.destination import RANGE
from armillary.node.config import NodeState
from globus_sdk import TransferClient, TransferData
from tests.armillary.node.proxy import Proxy
from tests.e2e.services import Services, start

BLOCK = 1 << 20
# TLS records and frames add to the bytes of the file.
OVERHEAD = 1.01
# Two connections with two ranges under way on each.
IN_FLIGHT = 2 * 2 * RANGE
# They go at once; a machine with more to do than it can may take a while to show it.
ORPHANS_EXIT_SECONDS = 15.0
RESTART_SECONDS = 30.0
CHILDREN = ("serve", "worker", "one", "two")
"""API, worker, source node and destination node, as :func:`children_of` calls them."""


@dataclass
class Site:
    """A deployment whose nodes speak through a proxy, and a client of it."""

    services: Services
    proxy: Proxy
    client: TransferClient
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        """The root of the source's collection."""
        return Path(self.services.collections[0]["path"])

    @property
    def destination(self) -> Path:
        """The root of the destination's collection."""
        return Path(self.services.collections[1]["path"])

    def transfer(self, **options: object) -> TransferData:
        """A transfer between the two, without items yet."""
        data = TransferData(*(c["id"] for c in self.services.collections))
        data.update(options)
        return data

    def start_again(self) -> None:
        self.services = start(self.services.data_dir, **self.environment)

    def children(self) -> dict[str, int]:
        """Process ids of the supervisor's children by what they do."""
        return children_of(self.services)


def plain_submission(services: Services, source: str, destination: str) -> dict[str, Any]:
    """The document of a transfer of one thing, for requests without our client."""
    item = {
        "DATA_TYPE": "transfer_item",
        "source_path": source,
        "destination_path": destination,
    }
    return {
        "DATA_TYPE": "transfer",
        "submission_id": new_id(),
        "source_endpoint": services.collections[0]["id"],
        "destination_endpoint": services.collections[1]["id"],
        "DATA": [item],
    }


def children_of(services: Services) -> dict[str, int]:
    """Process ids of the supervisor's children by what they do."""
    parent = services.process.pid
    pids = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return {_name(int(pid)): int(pid) for pid in pids}


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    if "armillary.cli" not in words:
        return "just starting"
    return Path(words[-2]).name if "node" in words else words[3]


@contextmanager
def crash_site(folder: Path, *arguments: str, **environment: str) -> Iterator[Site]:
    """Services on an empty data directory.

    :param arguments: of ``armillary up``
    :param environment: variables of all its processes
    """
    services = start(folder, *arguments)
    assert services.stop() == 0
    proxy = Proxy(remember=False)
    state = NodeState(Deployment(folder).node_dir("one"))
    proxy.target = ("127.0.0.1", state.config().data_port)
    state.save_config(replace(state.config(), advertise_data=("127.0.0.1", proxy.port)))
    state.close()
    services = start(folder, **environment)
    site = Site(services, proxy, services.transfer_client(), environment)
    try:
        yield site
    finally:
        stopped = site.services.stop()
        proxy.close()
        site.client.close()
    assert stopped == 0


def write_big_file(path: Path, size: int) -> None:
    """Bytes that differ everywhere, so that a range in the wrong place shows."""
    noise = os.urandom(BLOCK)
    with open(path, "wb") as file:
        for number in range(size // BLOCK):
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
        deadline = time.monotonic() + RESTART_SECONDS
        while (pid := site.children().get(name)) is None:  # it has just been killed before
            assert time.monotonic() < deadline, f"{name} did not come back"
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)

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
