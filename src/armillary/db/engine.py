"""One database, SQLite or PostgreSQL, and the two kinds of transaction on it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from typing import Any, Self, cast

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from armillary.core import json_text
from armillary.db.memory import Memory
from armillary.db.transaction import NOTES, Noted, Transaction, known_errors

_SQLITE_PATIENCE = "PRAGMA busy_timeout=10000"
_SQLITE_IMPATIENCE = "PRAGMA busy_timeout=0"
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # A commit survives a killed process; a power cut may take the last commits, never the file.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    _SQLITE_PATIENCE,
)


# A process that was stopped, or whose machine is gone, must not keep others from its rows for
# longer than its leases last.
_POSTGRESQL_PATIENCE = "SET idle_in_transaction_session_timeout = '8s'"

_log = logging.getLogger(__name__)


_LAST = "armillary_last"


def at_last(session: Session, work: Callable[[Session], None]) -> None:
    """Have something done at the end of a ``write`` transaction, when all else has been.

    For what takes a lock that all want: nobody then waits for anything else while holding it.
    """
    session.info.setdefault(_LAST, []).append(work)


def _finish(session: Session) -> None:
    last = session.info.pop(_LAST, ())
    if last and session.in_transaction():
        session.flush()
        for work in last:
            work(session)


class Busy(Exception):
    """What is asked can't be done just now without waiting; nothing of it was done."""


class Database:
    """A connection pool with ``read`` and ``write`` transactions.

    :param url: SQLAlchemy URL, ``sqlite:///path`` or ``postgresql+psycopg://...``
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(
            url,
            pool_pre_ping=not url.startswith("sqlite"),
            hide_parameters=True,  # errors go to logs, values may be secrets
            json_serializer=json_text.dump,
            json_deserializer=json_text.load,
        )
        if self.engine.dialect.name == "sqlite":
            _configure_sqlite(self.engine)
            self._reading_engine = self.engine
        else:
            _configure_postgresql(self.engine)
            self._reading_engine = self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._writing_engine = self.engine.execution_options(armillary_write=True)
        self._kept: PoolProxiedConnection | None = None
        self.memory: Memory | None = None
        self._whole: Transaction | None = None
        self._views: list[Database] = []
        self._listeners: list[Callable[[Sequence[Noted]], None]] = []

    def on_commit(self, listener: Callable[[Sequence[Noted]], None]) -> None:
        """Have somebody told of what transactions note, once that is committed."""
        self._listeners.append(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing, and sees all that it reads as of one moment."""
        with Session(self._reading_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits at the end of the block, or rolls back on an exception.

        On SQLite it takes the write lock at the start, so that it can't fail half-way with a
        lock that another writer holds.
        """
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session
            _finish(session)
        self._tell(session.info.get(NOTES, ()))

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """The same as ``write`` for what every request does: :class:`~db.prepared.Prepared` only.

        Entering and leaving a Session costs more than the statements of such a request.
        """
        if self._whole is not None:
            with self._whole.part() as part:
                yield part
            return
        dialect = self.engine.dialect
        with self.connection() as connection:
            transaction = Transaction(connection, dialect, self.memory)
            try:
                with known_errors(dialect, "BEGIN"):
                    self._begin(connection)
                yield transaction
                transaction.send()
                with known_errors(dialect, "COMMIT"):
                    connection.commit()
            except BaseException:
                with suppress(dialect.loaded_dbapi.Error):  # nobody may be there to do it
                    connection.rollback()
                if self.memory is not None:
                    self.memory.forget()
                raise
            finally:
                if self.memory is not None:
                    self.memory.unlock()
        self._tell(transaction.notes)

    def _begin(self, connection: PoolProxiedConnection) -> None:
        driver: Any = connection.driver_connection
        if self._kept is not None:
            _begin_or_raise(driver)
        elif self.engine.dialect.name == "sqlite":
            driver.execute("BEGIN IMMEDIATE")
        if self.memory is not None:
            self.memory.lock()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commit the transactions of this block at once, at its end; each can still fail alone.

        For an event loop that has several requests to answer: a commit costs as much as the
        statements of a request. Nobody may be told of success before the block has ended.
        """
        with self.transaction() as whole:
            self._whole = whole
            try:
                yield
            finally:
                self._whole = None

    @contextmanager
    def connection(self) -> Iterator[PoolProxiedConnection]:
        """The driver's connection for one thing, with no transaction begun.

        An event loop does one thing at a time, so it keeps the same one: taking a connection
        from the pool and giving it back costs as much as a look-up.
        """
        if self._kept is not None:
            yield self._kept
            return
        with known_errors(self.engine.dialect, "connect"):
            connection = self.engine.raw_connection()
        try:
            yield connection
        finally:
            connection.close()

    def _tell(self, notes: Sequence[Noted]) -> None:
        for listener in self._listeners if notes else ():
            try:
                listener(notes)
            except Exception:
                # What is committed is committed, whoever can't be told.
                _log.exception("a listener of the database failed")

    def unwaiting(self) -> Self | None:
        """The same database for use in an event loop: writers raise Busy rather than wait.

        None where every statement waits for a server.
        """
        if self.engine.dialect.name != "sqlite":
            return None
        view = copy(self)
        view._writing_engine = self._writing_engine.execution_options(armillary_wait=False)
        view._kept = kept = self.engine.raw_connection()
        driver = cast(sqlite3.Connection, kept.driver_connection)
        driver.execute(_SQLITE_IMPATIENCE)
        view.memory = Memory(driver)
        self._views.append(view)
        return view

    def connections_in_use(self) -> int:
        """How many connections are taken from the pool just now."""
        return int(getattr(self.engine.pool, "checkedout", int)())

    def close(self) -> None:
        """Close all connections."""
        for view in self._views:
            if view._kept is not None:
                view._kept.close()
                view._kept = None
        self.engine.dispose()


def _configure_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.execute(_POSTGRESQL_PATIENCE)
        connection.commit()


def _configure_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver must not open transactions by itself: _on_begin does it, with the right lock.
        connection.isolation_level = None
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if not options.get("armillary_write", False):
            connection.exec_driver_sql("BEGIN")
            return
        driver = connection.connection.driver_connection
        if options.get("armillary_wait", True):
            driver.execute("BEGIN IMMEDIATE")
            return
        driver.execute(_SQLITE_IMPATIENCE)
        try:
            _begin_or_raise(driver)
        finally:
            driver.execute(_SQLITE_PATIENCE)


def _begin_or_raise(driver: Any) -> None:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise Busy from error
