"""Loaded into the processes under test: halts them at named points for as long as a file says so.

What is halted is the real code at a place that the file names; nothing else is changed. The file
``HALTS/point`` holds how many times to go by first; ``HALTS/point.reached`` tells the process that
stands there.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = "HALTS"
_POLL_SECONDS = 0.005

Gate = tuple[int, int, int]
"""Tells one closed gate from the next at the same point; last, how many times to go by."""

_lock = threading.Lock()
_passed: Counter[tuple[str, Gate]] = Counter()


def halt(point: str) -> None:
    """Stand still while the gate of this point is closed."""
    path = Path(os.environ[FOLDER]) / point
    gate = _closed(path)
    if gate is None:
        return
    with _lock:
        _passed[point, gate] += 1
        if _passed[point, gate] <= gate[-1]:
            return
    own = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    own.write_text(str(os.getpid()))
    own.rename(path.with_suffix(".reached"))
    while _closed(path) == gate:
        time.sleep(_POLL_SECONDS)


def _closed(path: Path) -> Gate | None:
    try:
        with open(path) as file:
            found = os.fstat(file.fileno())
            return found.st_ino, found.st_mtime_ns, int(file.read())
    except FileNotFoundError:
        return None


def _before(owner: Any, name: str, point: str) -> None:
    real: Callable[..., Any] = getattr(owner, name)

    def halted(*arguments: Any, **options: Any) -> Any:
        halt(point)
        return real(*arguments, **options)

    setattr(owner, name, halted)


def _worker() -> None:
    from armillary.transfer.work import run, scan
    from armillary.transfer.work.worker import Worker

    _before(Worker, "_claim", "submitted")
    _before(scan._Scan, "_save", "scan")
    _before(run, "_succeed", "finish")


def _api() -> None:
    from armillary.transfer.api import submissions

    _before(submissions, "_accepted", "committed")


def _destination() -> None:
    from armillary.node.incoming_batch import IncomingBatch
    from armillary.node.incoming_file import IncomingFile

    _before(IncomingBatch, "unpacked", "verify")
    _before(IncomingFile, "conclude", "verify")
    real = os.rename

    def rename(source: Any, target: Any, **directories: Any) -> None:
        arrives = os.fsencode(source).endswith(b".part")
        if arrives:
            halt("rename")
        real(source, target, **directories)
        if arrives:
            halt("renamed")

    setattr(os, "rename", rename)  # noqa: B010


def install() -> None:
    """Prepare this process, if it is one that has points to halt at."""
    words = sys.orig_argv
    if "armillary.cli" not in words:
        return
    if "worker" in words:
        _worker()
    elif "serve" in words:
        _api()
    elif words[-1].endswith("nodes/two"):
        _destination()
