"""What breaks on the way: connections, nodes, data. Nothing wrong ever gets a final name."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from armillary.core.ids import new_id
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode, eventually
from tests.armillary.node.proxy import Proxy
from tests.armillary.node.transfers import (
    faults,
    fetch,
    fetch_lines,
    file_unit,
    finished,
    random_file,
    ranges,
)

MIB = 1024 * 1024
SIZE = 160 * MIB
MARKER = b"this text must not be seen on the wire"


@pytest.fixture
def proxies() -> Iterator[list[Proxy]]:
    made: list[Proxy] = []
    yield made
    for proxy in made:
        proxy.close()


def proxied(start_node: StartNode, proxies: list[Proxy], cut_after: int | None) -> NodeProcess:
    """A source that is reached through a proxy only."""
    proxy = Proxy(cut_after=cut_after)
    proxies.append(proxy)
    node = start_node("source", advertise_data=("127.0.0.1", proxy.port))
    health = node.client.session.get(f"{node.client.base}/control/health", timeout=5).json()
    proxy.target = ("127.0.0.1", health["data_port"])
    return node


def test_content_is_not_seen_on_the_wire(
    start_node: StartNode, proxies: list[Proxy], destination: NodeProcess
) -> None:
    source = proxied(start_node, proxies, None)
    original = source.root / "original"
    original.write_bytes(MARKER * 1000)
    lines = fetch(source, destination, [file_unit(original)])
    assert lines[-1] == {"end": "done"}
    assert (destination.root / "copy").read_bytes() == MARKER * 1000
    assert proxies[0].passed > len(MARKER) * 1000
    assert MARKER not in proxies[0].seen
    assert b"original" not in proxies[0].seen


def test_a_cut_connection_is_transient_and_ranges_are_resumed(
    start_node: StartNode, proxies: list[Proxy], destination: NodeProcess
) -> None:
    source = proxied(start_node, proxies, SIZE // 2)
    original = random_file(source.root / "original", SIZE)
    task = new_id()
    lines = fetch(source, destination, [file_unit(original)], task=task)
    assert proxies[0].cuts == 1
    fault = lines[-2]["fault"]
    assert (fault["code"], fault["transient"]) == ("CONNECTION_BROKEN", True)
    assert lines[-1] == {"end": "done"}
    assert not (destination.root / "copy").exists()
    done = ranges(lines)
    assert done

    unit = file_unit(original, done=done)
    again = fetch(source, destination, [unit], task=task, options={"algorithm": "sha256"})
    assert finished(again)
    assert not [r for r in ranges(again) if r in done]
    assert sum(length for _, length in done + ranges(again)) == SIZE
    assert (destination.root / "copy").read_bytes() == original.read_bytes()


def test_a_source_that_is_not_there(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", 1000)
    assert source.client, "it must have been up to be known"
    source.kill()
    units = [file_unit(original), file_unit(original, unit=2)]
    lines = fetch(source, destination, units)
    assert faults(lines) == ["CONNECT_FAILED", "CONNECT_FAILED"]
    assert all(line["fault"]["transient"] for line in lines[:-1])


@pytest.mark.parametrize("victim", ["source", "destination"])
def test_a_killed_node_resumes(source: NodeProcess, destination: NodeProcess, victim: str) -> None:
    original = random_file(source.root / "original", SIZE)
    task = new_id()
    done = []
    killed = {"source": source, "destination": destination}[victim]
    try:
        for line in fetch_lines(source, destination, [file_unit(original)], task=task):
            done += ranges([line])
            if len(done) == 3 and killed.process and killed.process.poll() is None:
                killed.kill()
    except OSError:
        assert victim == "destination"
    assert len(done) >= 3
    assert not (destination.root / "copy").exists()
    killed.restart()
    unit = file_unit(original, done=done)
    lines = fetch(source, destination, [unit], task=task, options={"algorithm": "sha256"})
    assert finished(lines), lines
    assert not [r for r in ranges(lines) if r in done]
    assert (destination.root / "copy").read_bytes() == original.read_bytes()
    assert os.listdir(destination.root) == ["copy"]


def test_a_lost_partial_is_fetched_again(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", 40 * MIB)
    unit = file_unit(original, done=[[0, 16 * MIB]])
    lines = fetch(source, destination, [unit])
    assert sum(length for _, length in ranges(lines)) == 40 * MIB
    assert (destination.root / "copy").read_bytes() == original.read_bytes()


def test_resumed_bytes_that_are_wrong_fail_the_digest(
    source: NodeProcess, destination: NodeProcess
) -> None:
    original = random_file(source.root / "original", 40 * MIB)
    task = new_id()
    (destination.root / f".copy.{task[:8]}.part").write_bytes(bytes(16 * MIB))
    unit = file_unit(original, done=[[0, 16 * MIB]])
    how = {"task": task, "options": {"algorithm": "sha256"}}
    lines = fetch(source, destination, [unit], **how)
    assert faults(lines) == ["VERIFY_CHECKSUM"]
    assert os.listdir(destination.root) == []


FLIPPING = """
from armillary.node.connectors.posix import PosixStorage
from armillary.node.connectors.posix_files import PosixReader
import armillary.node.send as send, xxhash

class Flipping:
    # hashes what was read, then damages what is sent
    def __init__(self): self._hash = xxhash.xxh3_128()
    def update(self, data):
        self._hash.update(data)
        if not isinstance(data, bytes) and not data.readonly: data[len(data) // 2] ^= 1
    def digest(self): return self._hash.digest()
    def hexdigest(self): return self._hash.hexdigest()

class Module:
    xxh3_128 = Flipping
send.xxhash = Module
"""
FLIPPING_BATCH = """
import armillary.node.send as send
from armillary.datalink.messages import encode_pack
def damage(files):
    body = bytearray(encode_pack(files))
    body[-1] ^= 1
    return bytes(body)
send.encode_pack = damage
"""


def test_a_flipped_bit_never_gets_a_name(start_node: StartNode, destination: NodeProcess) -> None:
    source = start_node("source", entry=FLIPPING + ENTRY)
    original = random_file(source.root / "original", 20 * MIB)
    lines = fetch(source, destination, [file_unit(original)])
    assert faults(lines) == ["VERIFY_CHECKSUM"]
    assert not finished(lines)
    assert not (destination.root / "copy").exists()


def test_a_flipped_bit_in_a_batch_never_gets_a_name(
    start_node: StartNode, destination: NodeProcess
) -> None:
    source = start_node("source", entry=FLIPPING_BATCH + ENTRY)
    original = random_file(source.root / "original", 1000)
    row = ["", 1000, original.stat().st_mtime_ns, 0o644]
    unit = {"unit": 1, "kind": "batch", "root": 0, "files": [row]}
    (line, _) = fetch(source, destination, [unit])
    assert [fault["code"] for fault in line["faults"]] == ["VERIFY_CHECKSUM"]
    assert os.listdir(destination.root) == []


def test_the_pull_stops_when_asked(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", SIZE)
    task = new_id()
    lines = iter(fetch_lines(source, destination, [file_unit(original)], task=task))
    next(line for line in lines if "range" in line)
    stop = {"ticket": destination.client.ticket("write", task=task, attempt=1), "task": task}
    assert destination.client.call("stop", stop).json() == {"stopped": True}
    size = partial_size(destination.root)
    rest = list(lines)
    assert rest[-1] == {"end": "stopped"}
    assert not faults(rest)
    assert not finished(rest)
    assert partial_size(destination.root) == size
    assert destination.client.call("stop", stop).json() == {"stopped": False}


def test_what_a_task_left_is_removed_when_it_will_not_go_on(
    source: NodeProcess, destination: NodeProcess
) -> None:
    original = random_file(source.root / "original", 200 * MIB)
    task = new_id()
    lines = iter(fetch_lines(source, destination, [file_unit(original)], task=task))
    next(line for line in lines if "range" in line)
    left = destination.root / f".copy.{task[:8]}.part"
    small = destination.root / f".copy.{task[:8]}x.part"
    small.write_bytes(b"of another task")
    claims: dict[str, Any] = {"roots": ["/copy"], "task": task, "attempt": 1}
    batch = {"unit": 2, "kind": "batch", "root": 0, "files": [["a/b", 1, 1, 0]]}
    body = {
        "ticket": destination.client.ticket("write", **claims),
        "units": [file_unit(original), batch],
    }
    assert left.exists()
    assert destination.client.call("discard", body).json() == {"removed": 1}
    assert list(lines)[-1] == {"end": "stopped"}
    assert os.listdir(destination.root) == [small.name]
    assert destination.client.call("discard", body).json() == {"removed": 0}
    wrong = body | {"ticket": destination.client.ticket("write", **claims | {"roots": []})}
    assert destination.client.call("discard", wrong).status_code == 401


def test_the_pull_stops_when_its_worker_goes(source: NodeProcess, destination: NodeProcess) -> None:
    original = random_file(source.root / "original", SIZE)
    task = new_id()
    lines = fetch_lines(source, destination, [file_unit(original)], task=task)
    assert isinstance(lines, Iterator)
    next(line for line in lines if "range" in line)
    lines.close()  # type: ignore[attr-defined]
    stop = {"ticket": destination.client.ticket("write", task=task, attempt=1), "task": task}
    eventually(lambda: destination.client.call("stop", stop).json() == {"stopped": False})
    assert not (destination.root / "copy").exists()


def test_a_later_attempt_ends_the_earlier_one(
    start_node: StartNode, proxies: list[Proxy], destination: NodeProcess
) -> None:
    source = proxied(start_node, proxies, None)
    original = random_file(source.root / "original", SIZE)
    task = new_id()
    first = iter(fetch_lines(source, destination, [file_unit(original)], task=task, attempt=1))
    done = ranges([next(line for line in first if "range" in line)])
    unit = file_unit(original, done=done)
    second = fetch(source, destination, [unit], task=task, attempt=2)
    assert finished(second)
    assert list(first)[-1] == {"end": "stopped"}
    assert (destination.root / "copy").read_bytes() == original.read_bytes()


def partial_size(folder: Path) -> int:
    (partial,) = folder.glob(".copy.*.part")
    return partial.stat().st_size


def test_progress_tells_that_it_lives(source: NodeProcess, destination: NodeProcess) -> None:
    original = source.root / "original"
    with original.open("wb") as file:
        file.truncate(700 * MIB)
    began = time.monotonic()
    lines = list(
        fetch_lines(source, destination, [file_unit(original)], options={"algorithm": "md5"})
    )
    alive = [line["bytes"] for line in lines if "alive" in line]
    # once a second; half of them may be late on a machine that is busy hashing
    assert len(alive) >= (time.monotonic() - began) / 2 - 1
    assert alive == sorted(alive)
    assert 0 < alive[-1] <= 700 * MIB
