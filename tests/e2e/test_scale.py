"""Long: more than one machine. Processes die, freeze and are replaced, and no task is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest
from alembic import command

from armillary.db.migrate import alembic_config, is_current
from armillary.transfer.model import Task
from tests.e2e.scale.service import start_all
from tests.e2e.scale.site import FAST, Site

pytestmark = pytest.mark.soak

TAKEN_OVER_SECONDS = 15
# Enough of them are in the middle of their bytes.
UNDER_WAY = 10


@pytest.fixture(scope="module")
def site(postgresql: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE scale")
    url = postgresql.get_uri("scale").replace("postgresql://", "postgresql+psycopg://", 1)
    made = Site(tmp_path_factory.mktemp("scale"), url)
    trust = dict.fromkeys(("REQUESTS_CA_BUNDLE", "GLOBUS_SDK_VERIFY_SSL"), str(made.bundle))
    with mock.patch.dict(os.environ, trust):
        try:
            made.build()
            yield made
        finally:
            made.close()


def moving(rows: dict[str, Task]) -> bool:
    return sum(row.bytes_transferred > 0 for row in rows.values()) >= UNDER_WAY


def ended(rows: dict[str, Task]) -> bool:
    return all(row.completion_time is not None for row in rows.values())


def succeeded(site: Site, tasks: dict[str, tuple[int, str]]) -> None:
    documents = site.documents(tasks)
    assert documents.keys() == tasks.keys()
    faults = [each["fatal_error"] for each in documents.values() if each["status"] != "SUCCEEDED"]
    assert faults == []
    site.arrived(tasks)


def test_a_worker_and_a_node_die_and_a_worker_freezes(site: Site) -> None:
    tasks = site.submit_all("killed")
    site.wait(tasks, moving)
    killed, orphans = site.busiest(tasks)
    killed.kill()
    site.nodes[3].kill()
    seconds = site.taken_over(orphans, killed)
    print(f"{len(orphans)} tasks of a killed worker were taken over after {seconds:.1f} s")
    assert seconds < TAKEN_OVER_SECONDS
    start_all([killed, site.nodes[3]])
    frozen, asleep = site.busiest(tasks)
    frozen.freeze()
    seconds = site.taken_over(asleep, frozen)
    print(f"{len(asleep)} tasks of a frozen worker were taken over after {seconds:.1f} s")
    assert seconds < TAKEN_OVER_SECONDS
    site.limit(FAST)
    site.wait(tasks, ended)
    succeeded(site, tasks)
    before = site.history(tasks)
    for number in range(4):
        # Whatever it writes now shows.
        (site.storage(number) / "killed").rename(site.storage(number) / "kept")
    frozen.thaw()
    deadline = time.monotonic() + 60
    while any(task not in noted(frozen.log) for task in asleep):
        assert time.monotonic() < deadline, noted(frozen.log)
        time.sleep(0.1)
    assert site.history(tasks) == before
    assert [n for n in range(4) if (site.storage(n) / "killed").exists()] == []
    assert frozen.process.poll() is None


def noted(log: Path) -> str:
    """What a worker says of the tasks that it does no more."""
    return "\n".join(line for line in log.read_text().splitlines() if "another worker" in line)


def test_everything_is_restarted_one_by_one(site: Site) -> None:
    tasks = site.submit_all("rolling")
    site.wait(tasks, moving)
    for service in (*site.workers, *site.apis, *site.nodes):
        service.stop()
        service.start()
    assert not ended(site.rows(tasks))
    site.limit(FAST)
    site.wait(tasks, ended)
    succeeded(site, tasks)


def test_an_upgrade_of_the_database_with_tasks_under_way(site: Site) -> None:
    tasks = site.submit_all("upgraded")
    site.wait(tasks, moving)
    for service in (*site.workers, *site.apis):
        service.stop()
    assert not ended(site.rows(tasks))
    command.downgrade(alembic_config(site.database), "-1")
    assert not is_current(site.database)
    # The workers wait for whoever migrates, and go on.
    for service in (*site.apis, *site.workers):
        service.start()
    assert is_current(site.database)
    site.limit(FAST)
    site.wait(tasks, ended)
    succeeded(site, tasks)
