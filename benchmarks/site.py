"""A deployment to measure, on memory-backed storage, and a client of it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from armillary.cli.tutorial.signin import authorization_code
from globus_sdk import (
    MISSING,
    AccessTokenAuthorizer,
    NativeAppAuthClient,
    TransferClient,
    TransferData,
)

MEMORY = Path("/dev/shm")
_CLIENT_ID = "61338d24-54d5-408f-a10d-66c06b59f6d2"


@dataclass
class Site:
    """Running services; ``ready_seconds`` is how long they took to start."""

    state: dict[str, Any]
    folder: Path
    ready_seconds: float

    @property
    def roots(self) -> tuple[Path, Path]:
        """The directories of the two collections."""
        first, second = (Path(c["path"]) for c in self.state["collections"])
        return first, second

    @property
    def node_dirs(self) -> tuple[Path, Path]:
        """The folders of the nodes that serve them."""
        return self.folder / "nodes" / "one", self.folder / "nodes" / "two"

    def client(self) -> TransferClient:
        """A client of the demo user."""
        environment, demo = self.state["env"], self.state["demo"]
        with NativeAppAuthClient(
            _CLIENT_ID, base_url=environment["GLOBUS_SDK_SERVICE_URL_AUTH"]
        ) as auth:
            auth.oauth2_start_flow()
            url = auth.oauth2_get_authorize_url()
            code = authorization_code(url, demo["username"], demo["password"])
            tokens = auth.oauth2_exchange_code_for_tokens(code).by_resource_server
        return TransferClient(
            authorizer=AccessTokenAuthorizer(tokens["transfer.api.globus.org"]["access_token"]),
            base_url=environment["GLOBUS_SDK_SERVICE_URL_TRANSFER"],
        )

    def transfer(
        self,
        client: TransferClient,
        path: str,
        *,
        recursive: bool = False,
        same: bool = False,
        algorithm: str | None = None,
    ) -> float:
        """Seconds from submit to SUCCEEDED.

        :param same: copy within the first collection rather than to the second
        :param algorithm: by which whole files are verified
        :raises RuntimeError: the task did not succeed
        """
        first, second = (c["id"] for c in self.state["collections"])
        verified = algorithm is not None
        data = TransferData(first, first if same else second, verify_checksum=verified)
        data.add_item(
            path, f"{path}-copy", recursive=recursive, checksum_algorithm=algorithm or MISSING
        )
        begin = time.perf_counter()
        task_id = client.submit_transfer(data)["task_id"]
        # It listens to the task, as users do: to ask again and again costs the machine more.
        client.task_wait(task_id, timeout=3600, polling_interval=1)
        seconds = time.perf_counter() - begin
        task = client.get_task(task_id)
        if task["status"] != "SUCCEEDED":
            raise RuntimeError(f"the transfer failed: {task['fatal_error']}")
        return seconds

    def processes(self) -> list[int]:
        """The supervisor and its children."""
        parent = self.state["pid"]
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [parent, *map(int, children)]


@contextmanager
def running(folder: Path | None = None) -> Iterator[Site]:
    """Start services on a folder (a new one in memory by default), stop them at the end."""
    own = folder or Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=MEMORY))
    command = [sys.executable, "-m", "armillary.cli", "up", "--json", "--port", "0"]
    begin = time.perf_counter()
    with subprocess.Popen(
        [*command, "--data-dir", str(own)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield Site(json.loads(line), own, time.perf_counter() - begin)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
            if folder is None:
                shutil.rmtree(own)
