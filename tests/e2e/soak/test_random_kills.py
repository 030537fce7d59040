"""Long: processes of every kind are killed at random while tasks run, again and again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from globus_sdk import NetworkError, TransferAPIError, TransferClient
from globus_sdk.response import GlobusHTTPResponse
from tests.e2e.crash_site import CHILDREN, Site, crash_site, same_content, write_big_file

pytestmark = pytest.mark.soak

ROUNDS = 10
KILLS_EACH = 5
FILES = 20_000
SIZE = 1 << 30


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with crash_site(tmp_path) as site:
        write_big_file(site.source / "big", SIZE)
        yield site


def task_document(client: TransferClient, task_id: str) -> GlobusHTTPResponse | None:
    """The task, or None while the API is being restarted."""
    try:
        return client.get_task(task_id)
    except (NetworkError, TransferAPIError):
        return None


def test_nothing_is_lost_whatever_is_killed(site: Site) -> None:
    seed = int(os.environ.get("SEED", random.randrange(1 << 32)))
    print(f"SEED={seed}")
    chance = random.Random(seed)
    source, destination = site.source, site.destination
    tree = source / "tree"
    tree.mkdir()
    for number in range(FILES):
        (tree / f"f{number}").write_bytes(number.to_bytes(4, "big") * 64)
    for number in range(ROUNDS):
        name = f"round-{number}"
        data = site.transfer()
        data.add_item("/tree", f"/{name}", recursive=True)
        data.add_item("/big", f"/{name}-big")
        task_id = site.client.submit_transfer(data)["task_id"]
        for _ in range(KILLS_EACH):
            time.sleep(chance.uniform(0.1, 1.5))
            victim = site.children().get(chance.choice(CHILDREN))
            if victim is not None:
                os.kill(victim, signal.SIGKILL)
        deadline = time.monotonic() + 300
        while (task := task_document(site.client, task_id)) is None or task["status"] == "ACTIVE":
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert task["status"] == "SUCCEEDED", task["fatal_error"]
        assert task["bytes_transferred"] >= SIZE
        assert same_content(source / "big", destination / f"{name}-big")
        arrived = destination / name
        assert sorted(os.listdir(arrived)) == sorted(os.listdir(tree))
        for file in arrived.iterdir():
            assert file.read_bytes() == (tree / file.name).read_bytes()
        shutil.rmtree(arrived)
        (destination / f"{name}-big").unlink()
