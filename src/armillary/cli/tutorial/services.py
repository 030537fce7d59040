"""The services that the tutorial uses: those that run already, or some of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_STOP_SECONDS = 20


@contextmanager
def own_services(data_dir: Path | None) -> Iterator[dict[str, Any]]:
    """Start services, give what ``armillary up --json`` printed, stop them at the end.

    :param data_dir: None for a temporary one
    """
    with tempfile.TemporaryDirectory(prefix="armillary-tutorial-") as temporary:
        command = [sys.executable, "-m", "armillary.cli", "up", "--json", "--port", "0"]
        command += ["--data-dir", str(data_dir or temporary)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield _announcement(process)
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(_STOP_SECONDS)


def _announcement(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit("The services did not start; the lines above say why.")
    state: dict[str, Any] = json.loads(line)
    return state
