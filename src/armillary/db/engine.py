"""One database, SQLite or PostgreSQL, and the two kinds of transaction on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any, Self

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

_SQLITE_PATIENCE = "PRAGMA busy_timeout=10000"
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # A commit survives a killed process; a power cut may take the last commits, never the file.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    _SQLITE_PATIENCE,
)


class Busy(Exception):
    """Another writer holds SQLite's lock just now."""


class Database:
    """A connection pool with ``read`` and ``write`` transactions.

    :param url: SQLAlchemy URL, ``sqlite:///path`` or ``postgresql+psycopg://...``
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if self.engine.dialect.name == "sqlite":
            _configure_sqlite(self.engine)
        self._writing_engine = self.engine.execution_options(armillary_write=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits at the end of the block, or rolls back on an exception.

        On SQLite it takes the write lock at the start, so that it can't fail half-way with a
        lock that another writer holds.
        """
        with Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def unwaiting(self) -> Self | None:
        """The same database for use in an event loop: ``write`` raises Busy rather than wait.

        None where every statement waits for a server.
        """
        if self.engine.dialect.name != "sqlite":
            return None
        view = copy(self)
        view._writing_engine = self._writing_engine.execution_options(armillary_wait=False)
        return view

    def close(self) -> None:
        """Close all pooled connections."""
        self.engine.dispose()


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
        elif options.get("armillary_wait", True):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            _begin_or_raise(connection.connection.driver_connection)


def _begin_or_raise(driver: sqlite3.Connection) -> None:
    driver.execute("PRAGMA busy_timeout=0")
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise Busy from error
    finally:
        driver.execute(_SQLITE_PATIENCE)
