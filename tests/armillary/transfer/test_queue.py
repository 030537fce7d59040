"""Lanes of waiting tasks, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer import outcome, queue, supervision
from armillary.transfer.model import Lane, Task
from armillary.transfer.queue import RUNNING_PER_OWNER
from tests.armillary.transfer.people import MadeUpPeople
from tests.armillary.transfer.work.test_lease import claim, new_task


def lanes(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row[0], row[1]) for row in session.execute(select(Lane.owner_id, Lane.type))]


def test_a_lane_is_there_as_long_as_tasks_wait_in_it(database: Database) -> None:
    ann = new_id()
    new_task(database, ann)
    new_task(database, ann, "DELETE")
    assert sorted(lanes(database)) == [(ann, "DELETE"), (ann, "TRANSFER")]
    claim(database, "one")
    assert lanes(database) == []


def test_a_lane_waits_since_its_oldest_task(database: Database) -> None:
    ann = new_id()
    first, second = new_task(database, ann), new_task(database, ann)

    def since() -> set[str]:
        with database.read() as session:
            query = select(Task.id).join(Lane, Lane.since == Task.request_time)
            return set(session.scalars(query))

    assert since() == {first}
    claim(database, "one", 1)
    assert since() == {second}
    with database.write() as session:
        queue.enter(session, [session.get_one(Task, first)])
    assert since() == {first}


def test_lanes_whose_tasks_went_otherwise_keep_nobody_waiting(database: Database) -> None:
    gone = [new_task(database) for _ in range(12)]
    last = new_task(database)
    with database.write() as session:
        for task_id in gone:
            outcome.fail(session, session.get_one(Task, task_id), "CANCELED", "")
    assert len(lanes(database)) == 13
    assert claim(database, "one", 1) == [(last, 1)]
    assert lanes(database) == []


def test_a_task_without_a_lane_is_found_at_the_next_round(database: Database) -> None:
    task_id = new_task(database)
    with database.write() as session:
        session.execute(delete(Lane))
    assert claim(database, "one") == []
    assert supervision.look_round(database, MadeUpPeople()) == ""
    assert claim(database, "one") == [(task_id, 1)]


def test_rounds_go_on_where_the_last_one_ended(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "_A_ROUND", 2)
    for _ in range(5):
        new_task(database)
    with database.write() as session:
        session.execute(delete(Lane))
    place = ""
    for known in (2, 4, 5):
        place = supervision.look_round(database, MadeUpPeople(), place)
        assert len(lanes(database)) == known
    assert place == ""


def test_workers_that_look_at_once_share_and_keep_the_limits(database: Database) -> None:
    owners = [new_id() for _ in range(4)]
    for _ in range(RUNNING_PER_OWNER + 2):
        for owner in owners:
            new_task(database, owner)

    def work(number: int) -> list[tuple[str, int]]:
        return [taken for _ in range(10) for taken in claim(database, f"w{number}", 2)]

    with ThreadPoolExecutor(4) as pool:
        taken = [each for found in pool.map(work, range(4)) for each in found]
    assert len({task_id for task_id, _ in taken}) == len(taken) == 4 * RUNNING_PER_OWNER
    with database.read() as session:
        running = queue.running(session, utcnow())
    assert set(running.values()) == {RUNNING_PER_OWNER}


def test_places_are_told_so_far(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PLACES_TOLD", 2)
    ann = new_id()
    tasks = [new_task(database, ann) for _ in range(4)]
    other = new_task(database, ann, "DELETE")
    with database.read() as session:
        rows = session.scalars(select(Task)).all()
        assert queue.places(session, rows) == {
            **dict(zip(tasks, (1, 2, 3, 3), strict=True)),
            other: 1,
        }


def test_only_what_waits_has_a_place(database: Database) -> None:
    held, paused, queued = (new_task(database) for _ in range(3))
    assert claim(database, "one", 1) == [(held, 1)]
    with database.write() as session:
        session.get_one(Task, paused).paused_since = utcnow() - timedelta(hours=1)
    with database.read() as session:
        assert queue.places(session, session.scalars(select(Task)).all()) == {queued: 1}
