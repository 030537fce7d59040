"""The client library beside the official one, each in its own interpreter."""

from __future__ import annotations

import os
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
    """CPU per call, sync and async; long listings and documents; time to import and construct."""
    with _responder() as url:
        official = _figure(_OFFICIAL, "calls.py", url, _CALLS)
        yield compare(
            "SDK call, CPU",
            {OURS: _figure(sys.executable, "calls.py", url, _CALLS), OFFICIAL: official},
            unit="µs",
            rounds=rounds,
        )
        for name, loop in (
            ("SDK call, async, CPU", "uvloop"),
            ("SDK call, async on asyncio's own loop, CPU", "asyncio"),
        ):
            ours = _figure(sys.executable, "async_calls.py", url, _CALLS, loop)
            yield compare(name, {OURS: ours, OFFICIAL: official}, unit="µs", rounds=rounds)
        for name, unit, arguments in (
            ("10,000 search results, CPU", "ms", ("search.py", url, "10000")),
            (
                "TransferData of 100,000 items, CPU",
                "ms",
                ("transfer_data.py", url, "100000", "cpu"),
            ),
            (
                "TransferData of 100,000 items, peak memory",
                "MiB",
                ("transfer_data.py", url, "100000", "memory"),
            ),
        ):
            yield compare(
                name,
                {
                    OURS: _figure(sys.executable, *arguments),
                    OFFICIAL: _figure(_OFFICIAL, *arguments),
                },
                unit=unit,
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

    # Bytecode is kept, as it is for installed packages.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> float:
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        return float(done.stdout)

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
