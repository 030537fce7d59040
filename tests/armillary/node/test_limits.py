"""Collections that are held to limits, copied carefully, or kept in memory."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from armillary.cli.commands import cli
from armillary.core.errors import UsageError
from armillary.node.config import NodeState
from armillary.node.policy import Policy
from armillary.node.settings import change, shown
from armillary.node.throttle import Throttle
from armillary.node.timetable import parse_rule
from tests.armillary.node.conftest import ENTRY, NodeProcess, StartNode, eventually
from tests.armillary.node.test_pull import make_tree, plan, tree
from tests.armillary.node.transfers import (
    faults,
    fetch,
    fetch_lines,
    file_unit,
    finished,
    random_file,
)

QUICK = "from armillary.node import heartbeat\nheartbeat.EVERY = 0.1" + ENTRY


@pytest.fixture
def source(start_node: StartNode) -> NodeProcess:
    return start_node("source", entry=QUICK)


@pytest.fixture
def destination(start_node: StartNode) -> NodeProcess:
    return start_node("destination", entry=QUICK)


def test_the_rate_is_right_whoever_asks() -> None:
    throttle = Throttle([parse_rule("in=4MB out-files=2000")])

    def take() -> None:
        for _ in range(200):
            throttle.take("in", 10_000, 0, lambda: True)

    takers = [threading.Thread(target=take) for _ in range(4)]
    began = time.monotonic()
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert time.monotonic() - began >= 1.8


def test_idle_time_is_not_saved_up() -> None:
    throttle = Throttle([parse_rule("out-files=1000")])
    throttle.take("out", 0, 1, lambda: True)
    time.sleep(1)
    began = time.monotonic()
    throttle.take("out", 0, 1000, lambda: True)
    assert time.monotonic() - began >= 0.75


def test_who_gives_up_does_not_wait() -> None:
    throttle = Throttle([parse_rule("in=10kB")])
    began = time.monotonic()
    throttle.take("in", 10**9, 0, lambda: False)
    assert time.monotonic() - began < 10


def limit(node: NodeProcess, *rules: str) -> None:
    """Limit a node's collection, which holds from the next heartbeat on."""
    change(node.folder / "node", None, limits=rules)
    beats(node)


def beats(*nodes: NodeProcess) -> None:
    """Return when nodes have read their configuration again."""
    for node in nodes:
        reached = heard(node) + 2
        eventually(partial(reached_by, node, reached))


def heard(node: NodeProcess) -> int:
    return sum(who == node.client.node for who, _ in node.service.heartbeats)


def reached_by(node: NodeProcess, count: int) -> bool:
    return heard(node) >= count


@pytest.mark.parametrize("limited", ["in", "out", "same"])
def test_a_big_file_takes_its_time(
    source: NodeProcess, destination: NodeProcess, limited: str
) -> None:
    original = random_file(source.root / "original", 12_000_000)
    if limited == "same":
        destination = source
    direction = "out" if limited == "same" else limited
    limit(destination if limited == "in" else source, f"{direction}=4MB")
    began = time.monotonic()
    lines = fetch(source, destination, [file_unit(original)])
    assert time.monotonic() - began >= 2.5
    assert finished(lines)
    assert (destination.root / "copy").read_bytes() == original.read_bytes()


@pytest.mark.parametrize("limited", ["in", "out"])
def test_small_files_take_their_time(
    source: NodeProcess, destination: NodeProcess, limited: str
) -> None:
    make_tree(source.root / "original", 600)
    limit(destination if limited == "in" else source, f"{limited}-files=200")
    units = plan(source, "/original")
    began = time.monotonic()
    fetch(source, destination, units)
    assert time.monotonic() - began >= 2.5
    assert tree(destination.root / "copy") == tree(source.root / "original")


def test_a_limit_changes_while_a_pull_waits_for_it(
    source: NodeProcess, destination: NodeProcess
) -> None:
    limit(destination, "in=100kB")
    original = random_file(source.root / "original", 20_000_000)
    lines = iter(fetch_lines(source, destination, [file_unit(original)]))
    next(line for line in lines if line.get("alive"))
    change(destination.folder / "node", None, limits=[])
    began = time.monotonic()
    assert finished(lines)
    assert time.monotonic() - began < 20


def test_a_source_that_waits_says_that_it_lives(
    start_node: StartNode,
) -> None:
    entry = "from armillary.node import send\nsend._ALIVE_EVERY = 0.3\n" + QUICK
    source = start_node("source", entry=entry)
    impatient = (
        "from armillary.node import identity\nidentity.dial.__kwdefaults__['timeout'] = 1.0\n"
        + QUICK
    )
    destination = start_node("impatient", entry=impatient)
    limit(source, "out=100kB")
    original = random_file(source.root / "original", 300_000)
    unit = file_unit(original)
    batch = {"unit": 2, "kind": "batch", "root": 0}
    row = ["", unit["size"], unit["mtime_ns"], unit["mode"]]
    lines = fetch(source, destination, [batch | {"files": [row]}])
    assert faults(lines) == []
    assert finished(lines)[0]["files"] == 1


def test_a_careful_collection(source: NodeProcess, destination: NodeProcess) -> None:
    change(destination.folder / "node", None, fsync=True, read_back=True)
    change(source.folder / "node", None, fsync=True, read_back=True)
    beats(source, destination)
    make_tree(source.root / "original", 100)
    units = plan(source, "/original")
    random_file(source.root / "original/big", 40_000_000)
    big = file_unit(source.root / "original/big", unit=7) | {"path": "big"}
    for node in (destination, source):
        lines = fetch(source, node, [*units, big])
        assert [line for line in lines if "fault" in line] == []
        assert tree(node.root / "copy") == tree(source.root / "original")


LOSES = """
import os
real = os.pwrite
def lossy(fd, data, offset):
    return real(fd, bytes(data[:-1]) + b"?", offset)
os.pwrite = lossy
"""


def test_a_disk_that_loses_bytes_is_found_out_by_reading_again(
    source: NodeProcess, start_node: StartNode
) -> None:
    original = random_file(source.root / "original", 2_000_000)
    lossy = start_node("lossy", entry=LOSES + QUICK)
    lines = fetch(source, lossy, [file_unit(original)], options={"algorithm": "sha256"})
    assert faults(lines) == ["VERIFY_CHECKSUM"]
    change(lossy.folder / "node", None, read_back=True)
    beats(lossy)
    assert faults(fetch(source, lossy, [file_unit(original)])) == ["VERIFY_CHECKSUM"]
    assert not (lossy.root / "copy").exists()


def test_a_collection_in_memory(source: NodeProcess, destination: NodeProcess) -> None:
    with closing(NodeState(destination.folder / "node")) as state:
        collection = state.collections()[destination.collection]
        state.save_collection(replace(collection, connector="memory"))
    beats(destination)
    make_tree(source.root / "original", 30)
    (source.root / "original/link").unlink()
    units = [unit for unit in plan(source, "/original") if unit["kind"] != "symlinks"]
    random_file(source.root / "original/big", 20_000_000)
    big = file_unit(source.root / "original/big", unit=7) | {"path": "big"}
    assert faults(fetch(source, destination, [*units, big])) == []
    how: dict[str, Any] = {"source_roots": ["/copy"], "roots": ["/back"]}
    assert faults(fetch(destination, source, [*units, big], **how)) == []
    assert tree(source.root / "back") == tree(source.root / "original")
    assert list(destination.root.iterdir()) == []


def test_owners_set_and_see_it(source: NodeProcess) -> None:
    folder = str(source.folder / "node")
    rule = "mon-fri 08:00-18:00 in=10MB"
    how = ["--fsync", "--read-back", "--limit", rule, "--limit", "in=1GB", "--json"]
    assert source.client.node
    done = CliRunner().invoke(cli, ["node", "set", folder, *how])
    assert done.exit_code == 0, done.output
    expected = {"fsync": True, "read_back": True, "limits": [rule, "in=1GB"]}
    assert {name: json.loads(done.output)[name] for name in expected} == expected
    CliRunner().invoke(cli, ["node", "set", folder, "--no-fsync"])
    (now,) = json.loads(CliRunner().invoke(cli, ["node", "show", folder, "--json"]).output)[
        "collections"
    ]
    assert {name: now[name] for name in expected} == expected | {"fsync": False}
    assert rule in CliRunner().invoke(cli, ["node", "show", folder]).output
    assert CliRunner().invoke(cli, ["node", "set", folder, "--limit", "in=x"]).exit_code == 2
    CliRunner().invoke(cli, ["node", "set", folder, "--no-limits"])
    assert shown(source.folder / "node")[0]["limits"] == []


def test_what_can_not_be_set(source: NodeProcess, tmp_path: Path) -> None:
    assert source.client.node
    with pytest.raises(UsageError, match="holds no node"):
        shown(tmp_path)
    with pytest.raises(UsageError, match=source.collection):
        change(source.folder / "node", "other", fsync=True)


def test_a_folder_of_an_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with closing(NodeState(tmp_path / "node")) as state:
        state._database.executescript(
            "DROP TABLE collection;"
            "CREATE TABLE collection (id TEXT PRIMARY KEY, display_name TEXT NOT NULL, "
            "root TEXT NOT NULL) WITHOUT ROWID;"
            "INSERT INTO collection VALUES ('one', 'One', '/data')"
        )
    with closing(NodeState(tmp_path / "node")) as state:
        (collection,) = state.collections().values()
        assert (collection.connector, collection.policy) == ("posix", Policy())
