"""How long `armillary up` takes until a transfer works, and how much memory it holds then."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import OURS, Row, compare
from benchmarks.site import MEMORY, Site, running

_SETTLE_SECONDS = 10
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def rows(rounds: int) -> Iterator[Row]:
    """First start, later starts (each with a transfer at once), memory ten seconds later."""
    yield compare("first start to ready", {OURS: _first_start}, unit="s", rounds=rounds)
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=MEMORY))
    try:
        later = compare(
            "later start to ready", {OURS: lambda: _start(folder)}, unit="s", rounds=rounds
        )
    finally:
        shutil.rmtree(folder)
    yield later
    yield compare("memory of all processes (PSS)", {OURS: _memory}, unit="MiB", rounds=1)


def _first_start() -> float:
    with running() as site:
        _prove_ready(site)
        return site.ready_seconds


def _start(folder: Path) -> float:
    with running(folder) as site:
        _prove_ready(site)
        return site.ready_seconds


def _prove_ready(site: Site) -> None:
    """Ready means that a transfer submitted at once succeeds."""
    with site.client() as client:
        site.transfer(client, "/share/godata/file1.txt")


def _memory() -> float:
    with running() as site:
        _prove_ready(site)
        time.sleep(_SETTLE_SECONDS)
        return sum(_pss_kib(pid) for pid in site.processes()) / 1024


def _pss_kib(pid: int) -> int:
    found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    return int(found[1]) if found else 0
