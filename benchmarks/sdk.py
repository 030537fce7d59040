"""The client library beside the official one, each in its own interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import OURS, Row, compare

_HERE = Path(__file__).parent
_OFFICIAL = _HERE.parent / ".venvs" / "official-4" / "bin" / "python"
_CALLS = "500"
OFFICIAL = "official SDK 4"


def rows(rounds: int) -> Iterator[Row]:
    """CPU per call, sync and async; time to import; time to a constructed client."""
    with _responder() as url:
        official = _figure(_OFFICIAL, "calls.py", url, _CALLS)
        yield compare(
            "SDK call, CPU",
            {OURS: _figure(sys.executable, "calls.py", url, _CALLS), OFFICIAL: official},
            unit="µs",
            rounds=rounds,
        )
        yield compare(
            "SDK call, async, CPU",
            {OURS: _figure(sys.executable, "async_calls.py", url, _CALLS), OFFICIAL: official},
            unit="µs",
            rounds=rounds,
        )
    for name, script in (
        ("import globus_sdk", "import_only.py"),
        ("import and construct a client", "construct.py"),
    ):
        yield compare(
            name,
            {OURS: _figure(sys.executable, script), OFFICIAL: _figure(_OFFICIAL, script)},
            unit="ms",
            rounds=rounds,
        )


def _figure(python: Path | str, script: str, *arguments: str) -> Callable[[], float]:
    command = [str(python), str(_HERE / "clients" / script), *arguments]

    def run() -> float:
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return float(printed)

    return run


@contextmanager
def _responder() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.responder"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        finally:
            process.stdin.close()
