"""Pulls from a node to itself: copied by its storage, under the same tickets."""

from __future__ import annotations

import hashlib
import os
import socket
from typing import Any

import pytest

from armillary.core.ids import new_id
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode
from tests.armillary.node.service import pull_request
from tests.armillary.node.test_pull import make_tree, plan, tree
from tests.armillary.node.transfers import (
    faults,
    fetch,
    fetch_lines,
    file_unit,
    finished,
    random_file,
    ranges,
)

_MIB = 1024 * 1024
WITHOUT_KERNEL = """
import errno, os
def no(*arguments):
    raise OSError(errno.ENOSYS, "not here")
os.copy_file_range = no
"""
SLOW = """
import os, time
real = os.copy_file_range
def slow(source, target, count, *offsets):
    time.sleep(0.05)
    return real(source, target, min(count, 1 << 20), *offsets)
os.copy_file_range = slow
"""


@pytest.fixture
def unheard() -> tuple[str, int]:
    """An address at which nobody answers: who needs a connection fails."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address: tuple[str, int] = listener.getsockname()
    return address


def test_it_needs_no_connection(start_node: StartNode, unheard: tuple[str, int]) -> None:
    node = start_node("alone", advertise_data=unheard)
    make_tree(node.root / "original", 600)
    lines = fetch(node, node, plan(node, "/original"))
    assert sum(line["files"] for line in finished(lines)) == 600
    assert lines[-1] == {"end": "done"}
    assert tree(node.root / "copy") == tree(node.root / "original")


@pytest.mark.parametrize("entry", [ENTRY, WITHOUT_KERNEL + ENTRY], ids=["kernel", "memory"])
@pytest.mark.parametrize("algorithm", [None, "sha1"])
def test_a_big_file(start_node: StartNode, entry: str, algorithm: str | None) -> None:
    node = start_node("node", entry=entry)
    for size in (0, 1, 70 * _MIB + 1):
        original = random_file(node.root / "original", size)
        original.chmod(0o640)
        lines = fetch(node, node, [file_unit(original)], options={"algorithm": algorithm})
        digest = hashlib.sha1(original.read_bytes()).hexdigest()
        (line,) = finished(lines)
        assert line["checksum"] == (digest if algorithm else None)
        assert sum(length for _, length in ranges(lines)) == size
        assert tree(node.root) == {"original": tree(node.root)["copy"]} | {
            "copy": tree(node.root)["original"]
        }


def test_a_range_that_is_there_is_not_copied_again(source: NodeProcess) -> None:
    original = random_file(source.root / "original", 3 * _MIB)
    task = new_id()
    part = source.root / f".copy.{task[:8]}.part"
    part.write_bytes(bytes(_MIB))
    done = file_unit(original, done=[(0, _MIB)])
    lines = fetch(source, source, [done], task=task)
    assert ranges(lines) == [[_MIB, 2 * _MIB]]
    copy = (source.root / "copy").read_bytes()
    assert copy == bytes(_MIB) + original.read_bytes()[_MIB:]
    part.write_bytes(bytes(_MIB))
    how: dict[str, Any] = {"task": task, "attempt": 2, "options": {"algorithm": "md5"}}
    assert faults(fetch(source, source, [done], **how)) == ["VERIFY_CHECKSUM"]
    assert not part.exists()


def test_what_changed_or_went_is_told(source: NodeProcess) -> None:
    make_tree(source.root / "original", 20)
    units = plan(source, "/original")
    (source.root / "original/d0/f0").unlink()
    (source.root / "original/d1/f1").write_bytes(b"changed")
    big = random_file(source.root / "original/big", 2 * _MIB)
    unit = file_unit(big, unit=7) | {"path": "big"}
    big.write_bytes(b"smaller")
    missing = unit | {"unit": 8, "path": "missing"}
    lines = fetch(source, source, [*units, unit, missing])
    (batch,) = [line for line in finished(lines) if line["unit"] == 1]
    assert {fault["path"]: fault["code"] for fault in batch["faults"]} == {
        "d0/f0": "FILE_NOT_FOUND",
        "d1/f1": "FILE_SIZE_CHANGED",
    }
    assert sorted(faults(lines)) == ["FILE_NOT_FOUND", "FILE_SIZE_CHANGED"]
    assert not list((source.root / "copy").rglob("*.part"))


@pytest.mark.parametrize("claims", [{"peer": "00" * 32}, {"operation": "write"}, {"roots": []}])
def test_the_read_ticket_is_checked_all_the_same(
    source: NodeProcess, claims: dict[str, Any]
) -> None:
    original = random_file(source.root / "original", 2 * _MIB)
    how: dict[str, Any] = {"source_roots": ["/original"], "roots": ["/copy"]}
    body = pull_request(source.client, source.client, [file_unit(original)], **how)
    wanted = {"peer": source.client.fingerprint, "roots": ["/original"]} | claims
    body["read_ticket"] = source.client.ticket(wanted.pop("operation", "read"), **wanted)
    assert faults(source.client.lines("pull", body)) == ["AUTH"]
    assert os.listdir(source.root) == ["original"]


def test_it_is_stopped_and_overtaken_in_the_middle(start_node: StartNode) -> None:
    node = start_node("slow", entry=SLOW + ENTRY)
    original = random_file(node.root / "original", 200 * _MIB)
    task = new_id()
    first = iter(fetch_lines(node, node, [file_unit(original)], task=task))
    next(line for line in first if line.get("bytes"))
    stop = node.client.ticket("write", task=task, attempt=1)
    assert node.client.call("stop", {"ticket": stop}).json() == {"stopped": True}
    assert list(first)[-1] == {"end": "stopped"}
    second = iter(fetch_lines(node, node, [file_unit(original)], task=task, attempt=2))
    next(line for line in second if line.get("bytes"))
    small = random_file(node.root / "small", 10)
    how = {"task": task, "attempt": 3, "source_roots": ["/small"], "roots": ["/small-copy"]}
    assert finished(fetch(node, node, [file_unit(small)], **how))
    assert list(second)[-1] == {"end": "stopped"}
    assert not (node.root / "copy").exists()


def test_a_second_pull_of_one_attempt_ends_the_first(start_node: StartNode) -> None:
    node = start_node("slow", entry=SLOW + ENTRY)
    original = random_file(node.root / "original", 40 * _MIB)
    task = new_id()
    first = iter(fetch_lines(node, node, [file_unit(original)], task=task))
    next(line for line in first if line.get("bytes"))
    second = fetch(node, node, [file_unit(original)], task=task)
    assert list(first)[-1] == {"end": "stopped"}
    assert finished(second)
    assert (node.root / "copy").read_bytes() == original.read_bytes()
    assert sorted(os.listdir(node.root)) == ["copy", "original"]
