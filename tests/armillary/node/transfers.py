"""Making files and the units that fetch them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.armillary.node.conftest import NodeProcess
from tests.armillary.node.service import pull_request

Line = dict[str, Any]


def file_unit(path: Path, *, unit: int = 1, done: Sequence[Sequence[int]] = ()) -> dict[str, Any]:
    """The unit that fetches a root which is that file."""
    found = path.stat()
    return {
        "unit": unit,
        "kind": "file",
        "root": 0,
        "path": "",
        "size": found.st_size,
        "mtime_ns": found.st_mtime_ns,
        "mode": found.st_mode & 0o7777,
        "done": list(done),
    }


def random_file(path: Path, size: int) -> Path:
    path.write_bytes(os.urandom(size))
    return path


def fetch_lines(
    source: NodeProcess, destination: NodeProcess, units: Sequence[Any], **how: Any
) -> Iterable[Line]:
    """Pull the units, from root ``/original`` to ``/copy`` unless said otherwise."""
    how = {"source_roots": ["/original"], "roots": ["/copy"]} | how
    return destination.client.lines(
        "pull", pull_request(source.client, destination.client, units, **how)
    )


def fetch(
    source: NodeProcess, destination: NodeProcess, units: Sequence[Any], **how: Any
) -> list[Line]:
    """All the lines of a pull, but those that only say that it lives."""
    return [line for line in fetch_lines(source, destination, units, **how) if "alive" not in line]


def ranges(lines: Iterable[Line]) -> list[list[int]]:
    return [line["range"] for line in lines if "range" in line]


def faults(lines: Iterable[Line]) -> list[str]:
    return [line["fault"]["code"] for line in lines if "fault" in line]


def finished(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if "finished" in line]
