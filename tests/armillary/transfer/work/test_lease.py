"""Who holds a task, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer import outcome, queue
from armillary.transfer.model import Task
from armillary.transfer.queue import RUNNING_PER_OWNER
from armillary.transfer.work import lease
from armillary.transfer.work.lease import LEASE, Fenced


def new_task(database: Database, owner: str | None = None, kind: str = "TRANSFER") -> str:
    task = Task(
        id=new_id(),
        owner_id=owner or new_id(),
        owner_username="ann",
        type=kind,
        submission_id=new_id(),
        options={},
        items=[],
        source_id=new_id(),
        request_time=utcnow(),
        deadline=utcnow() + timedelta(days=1),
    )
    with database.write() as session:
        session.add(task)
        queue.enter(session, [task])
    return task.id


def claim(database: Database, worker: str, limit: int = 8) -> list[tuple[str, int]]:
    with database.write() as session:
        return [(task.id, task.attempt) for task in lease.claim(session, worker, limit=limit)]


def age_leases(database: Database) -> None:
    """As if all holders had been silent for longer than a lease lasts."""
    with database.write() as session:
        for task in session.query(Task):
            if task.lease_until is not None:
                task.lease_until -= LEASE + timedelta(seconds=1)


def test_a_task_has_one_holder(database: Database) -> None:
    task_id = new_task(database)
    assert claim(database, "one") == [(task_id, 1)]
    assert claim(database, "two") == []


def test_the_oldest_go_first_and_no_more_than_wanted(database: Database) -> None:
    ids = [new_task(database) for _ in range(3)]
    assert claim(database, "one", 2) == [(ids[0], 1), (ids[1], 1)]
    assert claim(database, "two", 2) == [(ids[2], 1)]


def test_nobody_has_more_than_a_share_running(database: Database) -> None:
    ann = new_id()
    transfers = [new_task(database, ann) for _ in range(RUNNING_PER_OWNER + 2)]
    deletion = new_task(database, ann, "DELETE")
    bobs = new_task(database)
    claimed = {task_id for task_id, _ in claim(database, "one", 20)}
    assert claimed == {*transfers[:RUNNING_PER_OWNER], deletion, bobs}
    assert claim(database, "two") == []
    with database.write() as session:
        outcome.succeed(session, lease.held_task(session, transfers[0], attempt=1))
    assert claim(database, "two") == [(transfers[RUNNING_PER_OWNER], 1)]


def test_who_has_fewest_running_comes_first(database: Database) -> None:
    ann, bob = new_id(), new_id()
    anns = [new_task(database, ann) for _ in range(3)]
    assert claim(database, "one", 1) == [(anns[0], 1)]
    bobs = new_task(database, bob)
    assert claim(database, "one", 1) == [(bobs, 1)]


def test_what_nobody_works_on_ends_at_its_deadline(database: Database) -> None:
    inactive, queued, held, early = (new_task(database) for _ in range(4))
    with database.write() as session:
        for task in session.query(Task):
            if task.id != early:
                task.deadline = utcnow() - timedelta(seconds=1)
            if task.id == held:
                task.lease_until = utcnow() + LEASE
            if task.id == inactive:
                outcome.wait_for_owner(session, task, "NO_CREDENTIALS", "Give one.", None)
    with database.write() as session:
        lease.end_overdue(session)
    with database.read() as session:
        ended = {task.id for task in session.query(Task) if task.fatal_error_code == "EXPIRED"}
    assert ended == {inactive, queued}


def test_what_a_dead_worker_held_is_taken_over_and_it_is_fenced(database: Database) -> None:
    task_id = new_task(database)
    claim(database, "dead")
    age_leases(database)
    assert claim(database, "live") == [(task_id, 2)]
    with database.write() as session, pytest.raises(Fenced):
        lease.held_task(session, task_id, attempt=1)
    with database.write() as session:
        assert lease.held_task(session, task_id, attempt=2).worker_id == "live"
    # Even its sign of life changes nothing any more.
    with database.write() as session:
        lease.renew(session, "dead", {task_id})
        task = session.get(Task, task_id)
        assert task is not None
        assert task.worker_id == "live"


def test_what_a_silent_worker_held_is_cancelled_by_the_next_one(database: Database) -> None:
    task_id = new_task(database)
    claim(database, "silent")
    age_leases(database)
    with database.write() as session:
        task = session.get_one(Task, task_id)
        task.cancel_requested = True
        task.deadline = utcnow() - timedelta(seconds=1)
        # It may wake up any moment, and nodes would still do as it says.
        assert not outcome.cancel_unclaimed(session, task)
        lease.end_overdue(session)
    with database.write() as session:
        assert lease.lost(session, "silent", {task_id}) == set()
        (taken,) = lease.claim(session, "live", limit=1)
        assert (taken.status, taken.attempt, taken.cancel_requested) == ("ACTIVE", 2, True)
        assert lease.lost(session, "silent", {task_id}) == {task_id}


def test_a_renewed_lease_is_not_taken_over(database: Database) -> None:
    task_id = new_task(database)
    claim(database, "one")
    age_leases(database)
    with database.write() as session:
        lease.renew(session, "one", {task_id})
    assert claim(database, "two") == []


def test_a_restarted_worker_takes_up_its_own_at_once(database: Database) -> None:
    task_id = new_task(database)
    claim(database, "local")
    with database.write() as session:
        lease.release(session, "local")
    assert claim(database, "local") == [(task_id, 2)]


def test_holders_hear_of_cancellations_of_theirs_only(database: Database) -> None:
    mine, other = new_task(database), new_task(database)
    claim(database, "one", 1)
    claim(database, "two", 1)
    with database.write() as session:
        for task_id in (mine, other):
            task = session.get(Task, task_id)
            assert task is not None
            task.cancel_requested = True
    with database.write() as session:
        assert lease.renew(session, "one", {mine}) == {mine}


def test_an_ended_task_is_nobodys(database: Database) -> None:
    task_id = new_task(database)
    claim(database, "one")
    with database.write() as session:
        outcome.succeed(session, lease.held_task(session, task_id, attempt=1))
    age_leases(database)
    assert claim(database, "two") == []
    with database.write() as session, pytest.raises(Fenced):
        lease.held_task(session, task_id, attempt=1)


def test_workers_live_as_long_as_they_say_so(database: Database) -> None:
    with database.write() as session:
        lease.renew(session, "one", ())
    with database.read() as session:
        assert lease.live_workers(session, timedelta(seconds=5)) == 1
        assert lease.live_workers(session, timedelta(seconds=-5)) == 0
