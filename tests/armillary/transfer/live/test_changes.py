"""Each event is found once, and streams can be left and joined."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer.events import add_event
from armillary.transfer.live.changes import Change, Changes, Watched
from armillary.transfer.live.hub import Hub, Listener
from armillary.transfer.model import Task

OWNER = "11111111-1111-4111-8111-111111111111"
ALL = Watched(tasks=frozenset(), owners={OWNER})


@pytest.fixture
def task(database: Database) -> str:
    now = utcnow()
    row = Task(
        id=new_id(),
        owner_id=OWNER,
        owner_username="ann",
        type="TRANSFER",
        submission_id=new_id(),
        options={},
        items=[],
        source_id=new_id(),
        request_time=now,
        deadline=now + timedelta(days=1),
    )
    with database.write() as session:
        session.add(row)
    return row.id


def add(session: Session, task: str, code: str) -> None:
    add_event(session, task, code, description="")


def look(database: Database, changes: Changes) -> list[str]:
    with database.read() as session:
        found = changes.look(session, ALL)
    return [change.document["code"] for change in found if change.event_id is not None]


def test_each_event_is_found_once(database: Database, task: str) -> None:
    changes = Changes()
    with database.write() as session:
        add(session, task, "OLD")
    assert look(database, changes) == []
    with database.write() as session:
        add(session, task, "ONE")
        add(session, task, "TWO")
    assert look(database, changes) == ["ONE", "TWO"]
    assert look(database, changes) == []


def test_who_commits_first_has_the_lower_number(database: Database, task: str) -> None:
    changes = Changes()
    look(database, changes)
    at_once = database.engine.dialect.name != "sqlite"  # which has one writer at a time
    with database.write() as slow:
        add(slow, task, "SLOW")
        slow.get_one(Task, task)
        if at_once:
            with database.write() as quick:
                add(quick, task, "QUICK")
            assert look(database, changes) == ["QUICK"]
    assert look(database, changes) == ["SLOW"]


def test_a_document_that_changes_is_told_once(database: Database, task: str) -> None:
    changes = Changes()
    with database.read() as session:
        assert changes.look(session, ALL) == []
    with database.write() as session:
        session.get_one(Task, task).files_transferred = 7
    with database.read() as session:
        (change,) = changes.look(session, ALL)
        assert changes.look(session, ALL) == []
    assert change.document["files_transferred"] == 7


def test_who_waits_for_an_end_hears_of_nothing_else(database: Database, task: str) -> None:
    changes, wait = Changes(), Watched(tasks=frozenset(), owners=frozenset(), ends={task})

    def found() -> list[str]:
        with database.read() as session:
            return [change.document["status"] for change in changes.look(session, wait)]

    assert found() == []
    with database.write() as session:
        session.get_one(Task, task).files_transferred = 7
        add(session, task, "PROGRESS")
    assert found() == []
    with database.write() as session:
        session.get_one(Task, task).status = "INACTIVE"
    assert found() == ["INACTIVE"]


def test_who_does_not_read_is_let_go_and_told(database: Database) -> None:
    async def scene() -> Change | None:
        hub = Hub(database, lambda: False)
        listener = Listener(owners=frozenset({OWNER}), queue=asyncio.Queue(2))
        async with hub.listening(listener):
            for number in range(3):
                hub._tell(Change("t", OWNER, number, {}))
            assert hub.listeners(frozenset({OWNER})) == 0
            listener.queue.get_nowait()
            return listener.queue.get_nowait()

    assert asyncio.run(scene()) is None


def test_who_comes_later_misses_nothing_either(database: Database, task: str) -> None:
    def rename() -> None:
        with database.write() as session:
            session.get_one(Task, task).label = "new"

    async def scene() -> Change | None:
        hub = Hub(database, lambda: False)
        nobody = frozenset({new_id()})
        async with (
            hub.listening(Listener(owners=nobody)),
            hub.listening(Listener(owners=nobody, task_id=task)) as second,
        ):
            rename()
            return await asyncio.wait_for(second.queue.get(), 5)

    change = asyncio.run(scene())
    assert change is not None
    assert change.document["label"] == "new"


def test_streams_end_with_the_process(database: Database) -> None:
    async def scene() -> Change | None:
        hub = Hub(database, lambda: True)
        async with hub.listening(Listener(owners=frozenset({OWNER}))) as listener:
            return await asyncio.wait_for(listener.queue.get(), 5)

    assert asyncio.run(scene()) is None
