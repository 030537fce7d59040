"""Two nodes, two processes: files go from one to the other under tickets."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from tests.armillary.node.conftest import NodeProcess
from tests.armillary.node.service import pull_request


def file_unit(path: Path, name: str = "", unit: int = 1, root: int = 0) -> dict[str, Any]:
    found = path.stat()
    return {
        "unit": unit,
        "kind": "file",
        "root": root,
        "path": name,
        "size": found.st_size,
        "mtime_ns": found.st_mtime_ns,
        "mode": found.st_mode & 0o7777,
        "done": [],
    }


def fetch(source: NodeProcess, destination: NodeProcess, units: Any, **how: Any) -> list[Any]:
    request = pull_request(source.client, destination.client, units, **how)
    return list(destination.client.lines("pull", request))


@pytest.mark.parametrize("size", [0, 1, 300_000, 40_000_000])
def test_one_file(source: NodeProcess, destination: NodeProcess, size: int) -> None:
    content = os.urandom(size)
    original = source.root / "original"
    original.write_bytes(content)
    original.chmod(0o640)
    lines = fetch(
        source,
        destination,
        [file_unit(original)],
        source_roots=["/original"],
        roots=["/new/copy"],
        options={"algorithm": "sha256"},
    )
    copy = destination.root / "new/copy"
    assert lines[-1] == {"end": "done"}
    assert lines[-2] == {
        "unit": 1,
        "finished": True,
        "files": 1,
        "bytes": size,
        "checksum": hashlib.sha256(content).hexdigest(),
    }
    assert copy.read_bytes() == content
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert copy.stat().st_mode & 0o7777 == 0o640
    assert sum(line["range"][1] for line in lines if "range" in line) == size
    assert os.listdir(copy.parent) == ["copy"]
