"""How far a task is, told once a minute."""

from __future__ import annotations

import json

from armillary.db.engine import Database
from armillary.transfer.model import Event, Task
from armillary.transfer.work.reports import Reports
from tests.armillary.transfer.work.test_lease import new_task


def test_an_event_a_minute_tells_what_moved_meanwhile(database: Database) -> None:
    moments = iter((100.0, 100.0, 159.0, 165.0, 170.0, 230.0))
    reports = Reports(clock=lambda: next(moments))
    task_id = new_task(database)
    with database.write() as session:
        task = session.get_one(Task, task_id)
        task.bytes_transferred = 5
        for moved in (0, 6_500_000, 13_000_000, 0, 0):
            reports.tell(session, task)
            task.bytes_transferred += moved
    with database.read() as session:
        events = [e for e in session.query(Event) if e.code == "PROGRESS"]
    assert [json.loads(event.details) for event in events] == [
        {"bytes_transferred": 6_500_000, "duration": 65.0, "mbps": 0.8},
        {"bytes_transferred": 13_000_000, "duration": 65.0, "mbps": 1.6},
    ]
    assert not any(event.is_error for event in events)
