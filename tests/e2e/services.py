"""Runs `armillary up` for real and tells what it printed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 20


@dataclass
class Services:
    """A running `armillary up`."""

    process: subprocess.Popen[str]
    state: dict[str, Any]
    data_dir: Path

    @property
    def base_url(self) -> str:
        url: str = self.state["base_url"]
        return url

    @property
    def collections(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.state["collections"]
        return found

    def client_environment(self) -> dict[str, str]:
        """The environment of a client: nothing of ours but the variables of `armillary env`."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.data_dir), **self.state["env"]}

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        with self.process:
            self.process.send_signal(signal.SIGTERM)
            return self.process.wait(STOP_SECONDS)


def start(data_dir: Path, *arguments: str, **environment: str) -> Services:
    """Start services on a free port and wait until they are ready."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "armillary.cli", "up", "--json", "--port", "0"),
            *("--data-dir", str(data_dir), *arguments),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"armillary up did not start: exit code {process.wait()}"
    return Services(process, json.loads(line), data_dir)
