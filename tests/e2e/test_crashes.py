"""`kill -9` in the middle of a big transfer: it ends well, and little is sent twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.crash_site import (
    IN_FLIGHT,
    OVERHEAD,
    Site,
    crash_site,
    kill_all,
    kill_child,
    kill_parent,
    same_content,
    write_big_file,
)

SIZE = 1 << 30


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with crash_site(tmp_path_factory.mktemp("crashes")) as site:
        write_big_file(site.source / "big", SIZE)
        yield site


@pytest.mark.parametrize(
    "kill",
    [
        pytest.param(kill_child("serve"), id="api"),
        pytest.param(kill_child("worker"), id="worker"),
        pytest.param(kill_child("one"), id="source node"),
        pytest.param(kill_child("two"), id="destination node"),
        pytest.param(kill_parent, id="parent"),
        pytest.param(kill_all, id="all at once"),
    ],
)
def test_a_killed_process_costs_what_was_in_flight(
    site: Site, kill: Callable[[Site], None], request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id.replace(" ", "-")
    before = site.proxy.passed
    data = site.transfer()
    data.add_item("/big", f"/{name}")
    task_id = site.client.submit_transfer(data)["task_id"]
    while site.proxy.passed - before < SIZE // 4:
        assert site.client.get_task(task_id)["status"] == "ACTIVE"
        time.sleep(0.005)
    kill(site)
    assert site.client.task_wait(task_id, timeout=120, polling_interval=1)
    task = site.client.get_task(task_id)
    assert task["status"] == "SUCCEEDED", task["fatal_error"]
    destination = site.destination / name
    assert same_content(site.source / "big", destination)
    assert [path.name for path in destination.parent.glob(f".*{name}*")] == []
    sent = site.proxy.passed - before
    assert sent <= (SIZE + IN_FLIGHT) * OVERHEAD
    assert task["bytes_transferred"] == SIZE
    destination.unlink()
