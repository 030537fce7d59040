"""Each event is found once, whatever the order in which transactions commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.transfer.live.changes import Change, Changes, Watched
from armillary.transfer.live.hub import Hub, Listener
from armillary.transfer.model import Event, Task

OWNER = "11111111-1111-4111-8111-111111111111"
ALL = Watched(tasks=(), owners=(OWNER,))


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


Add = Callable[..., None]


@pytest.fixture
def add(database: Database, task: str) -> Add:
    def add(number: int, *, age: float = 0) -> None:
        time = utcnow() - timedelta(seconds=age)
        event = Event(
            id=number, task_id=task, time=time, code=f"E{number}", description="", details=""
        )
        with database.write() as session:
            session.add(event)

    return add


def look(database: Database, changes: Changes) -> list[int]:
    with database.read() as session:
        found = changes.look(session, ALL)
    return [change.event_id for change in found if change.event_id is not None]


def test_what_commits_late_with_a_lower_number_is_found(database: Database, add: Add) -> None:
    changes = Changes()
    add(1)
    assert look(database, changes) == []
    add(4)
    assert look(database, changes) == [4]
    add(3)
    add(5)
    assert look(database, changes) == [3, 5]
    assert look(database, changes) == []


def test_what_is_settled_is_not_looked_at_again(database: Database, add: Add) -> None:
    changes = Changes()
    for number in range(1, 50):
        add(number, age=100)
    assert look(database, changes) == []
    add(60, age=50)
    add(61)
    assert look(database, changes) == [60, 61]
    assert changes._seen == {61}


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
