"""The official library, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def run_official(version: int, script: Path, job: Any) -> Any:
    """Run a script with the official library: JSON in, JSON out."""
    python = ROOT / f".venvs/official-{version}/bin/python"
    assert python.exists(), f"missing: make .venvs/official-{version}/.ready"
    return _run([str(python), "-W", "ignore", str(script)], job)


def run_ours(script: Path, job: Any) -> Any:
    """Run the same script with our library; its warnings are errors."""
    return _run([sys.executable, "-W", "error", str(script)], job)


def _run(command: list[str], job: Any) -> Any:
    done = subprocess.run(
        command, input=json.dumps(job), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
