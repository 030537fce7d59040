"""Real nodes, each a process, with a small transfer service between them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pytest
import requests

from armillary.core.ids import new_id
from armillary.node.enroll import prepare
from tests.armillary.node.service import TOKEN, FakeService, NodeClient, ServiceThread

ENTRY = """
import sys
from pathlib import Path
from armillary.node.main import run
run(Path(sys.argv[1]))
"""
T = TypeVar("T")


class NodeProcess:
    """A node's process and its data directory."""

    def __init__(
        self,
        service: FakeService,
        url: str,
        folder: Path,
        *,
        entry: str = ENTRY,
        advertise_data: tuple[str, int] | None = None,
    ) -> None:
        self.service = service
        self.url = url
        self.folder = folder
        self.root = folder / "data"
        self.root.mkdir(parents=True)
        self.collection = new_id()
        self.process: subprocess.Popen[bytes] | None = None
        self.entry = entry
        prepare(
            folder / "node",
            service_url=url,
            token=TOKEN,
            collections={self.collection: self.root},
            display_name=folder.name,
            advertise_data=advertise_data,
            allow_root=True,
        )
        self.start()

    @cached_property
    def client(self) -> NodeClient:
        """Control calls on the node, which is up from now on; nodes start side by side."""
        client = NodeClient(self.service, self._node_id(), self.collection)
        self._wait(client)
        return client

    def start(self) -> None:
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.entry, str(self.folder / "node")],
            stdout=log,
            stderr=log,
        )
        log.close()

    def restart(self) -> None:
        """Start again after a kill, and wait until it answers."""
        self.start()
        self._wait(self.client)

    def kill(self, number: int = signal.SIGKILL) -> int:
        """End the process; its exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.process.wait(20)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def _node_id(self) -> str:
        def enrolled() -> str | None:
            return next(
                (
                    node
                    for node, body in self.service.enrolled.items()
                    if body["collections"][0]["id"] == self.collection
                ),
                None,
            )

        return eventually(enrolled, lambda: self.log)

    def _wait(self, client: NodeClient) -> None:

        def healthy() -> bool:
            try:
                return client.session.get(f"{client.base}/control/health", timeout=5).ok
            except requests.ConnectionError:
                return False

        eventually(healthy, lambda: self.log)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill(signal.SIGTERM)
        if "client" in self.__dict__:
            self.client.close()


def eventually(condition: Callable[[], T | None], explain: Callable[[], str] = str) -> T:
    """What a condition gives once it gives something true; fails after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.01)
    pytest.fail(f"it never happened: {explain()}")


@pytest.fixture
def service(tmp_path: Path) -> FakeService:
    folder = tmp_path / "service"
    folder.mkdir()
    return FakeService(folder)


@pytest.fixture
def service_url(service: FakeService) -> Iterator[str]:
    thread = ServiceThread(service)
    yield thread.url
    thread.close()


StartNode = Callable[..., NodeProcess]


@pytest.fixture
def start_node(service: FakeService, service_url: str, tmp_path: Path) -> Iterator[StartNode]:
    """Starts nodes that end with the test."""
    nodes: list[NodeProcess] = []

    def start(name: str, **how: object) -> NodeProcess:
        node = NodeProcess(service, service_url, tmp_path / name, **how)  # type: ignore[arg-type]
        nodes.append(node)
        return node

    yield start
    for node in nodes:
        node.close()


@pytest.fixture
def source(start_node: StartNode) -> NodeProcess:
    return start_node("source")


@pytest.fixture
def destination(start_node: StartNode) -> NodeProcess:
    return start_node("destination")


@pytest.fixture
def small_disk(destination: NodeProcess) -> Iterator[Path]:
    """A file system of one megabyte at ``/small`` of the destination."""
    path = destination.root / "small"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not permitted here")
    yield path
    subprocess.run(["umount", str(path)], check=True)
