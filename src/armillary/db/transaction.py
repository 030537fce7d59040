"""A write transaction of prepared statements alone, and parts of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect, MetaData, Table
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from armillary.db.memory import Memory

Note = dict[str, Any]


class Noted(NamedTuple):
    """What a transaction noted, in the context of the request that it was for."""

    context: Context
    what: Note


NOTES = "armillary_notes"


class Transaction:
    """A write transaction of prepared statements alone, without a unit of work.

    Rows that nobody reads before the commit are put off until then: added in one go, those of
    many requests cost little more than those of one.

    :param connection: the driver's, from the pool
    :param memory: what was read on this connection, where that is kept
    """

    def __init__(
        self, connection: PoolProxiedConnection, dialect: Dialect, memory: Memory | None = None
    ) -> None:
        self.dialect = dialect
        self.memory = memory
        self.notes: list[Noted] = []
        self._connection = connection
        self._later: dict[tuple[Table, str], list[Any]] = {}

    def cursor(self) -> DBAPICursor:
        """A cursor for one statement."""
        return self._connection.cursor()

    def later(self, table: Table, sql: str, row: Any) -> None:
        """Add a row to a table at the end."""
        self._later.setdefault((table, sql), []).append(row)

    def send(self) -> None:
        """Add the rows that were put off, after those that they refer to.

        :raises sqlalchemy.exc.IntegrityError: against a constraint
        :raises sqlalchemy.exc.DataError: no column can hold a value
        """
        for (table, sql), rows in sorted(self._later.items(), key=_place):
            with known_errors(self.dialect, sql):
                self.cursor().executemany(sql, rows)
            if self.memory is not None:
                self.memory.changed(table.name)
        self._later.clear()

    @contextmanager
    def part(self) -> Iterator[Transaction]:
        """A transaction within this one, that can fail alone."""
        part = _Part(self)
        try:
            yield part
        except BaseException:
            part.roll_back()
            raise
        finally:
            part.release()
        self.notes.extend(part.notes)
        for key, rows in part._later.items():
            self._later.setdefault(key, []).extend(rows)


def _place(item: tuple[tuple[Table, str], Any]) -> int:
    table, _ = item[0]
    return _places(table.metadata)[table]


@cache
def _places(tables: MetaData) -> dict[Table, int]:
    return {table: place for place, table in enumerate(tables.sorted_tables)}


class _Part(Transaction):
    def __init__(self, whole: Transaction) -> None:
        super().__init__(whole._connection, whole.dialect, whole.memory)
        self._begun = False

    def cursor(self) -> DBAPICursor:
        if not self._begun:
            self._execute("SAVEPOINT part")
            self._begun = True
        return super().cursor()

    def roll_back(self) -> None:
        if self._begun:
            self._execute("ROLLBACK TO part")
        if self.memory is not None:
            self.memory.forget()

    def release(self) -> None:
        if self._begun:
            self._execute("RELEASE part")

    def _execute(self, sql: str) -> None:
        driver: Any = self._connection.driver_connection
        driver.execute(sql)


@contextmanager
def known_errors(dialect: Dialect, sql: str) -> Iterator[None]:
    """The driver's errors as SQLAlchemy's own, which the services know how to answer."""
    driver = dialect.loaded_dbapi
    known = (
        driver.DataError,
        driver.IntegrityError,
        driver.OperationalError,
        driver.InterfaceError,
    )
    try:
        yield
    except known as error:
        raise DBAPIError.instance(
            sql, None, error, driver.Error, hide_parameters=True, dialect=dialect
        ) from error


def send(transaction: Session | Transaction) -> None:
    """Add the rows that were put off, for others in the same commit to find."""
    if isinstance(transaction, Transaction):
        transaction.send()


def note(transaction: Session | Transaction, what: Note) -> None:
    """Tell the database's listeners something once this transaction is committed.

    They are told in the present context: the commit may be that of several requests.
    """
    noted = Noted(copy_context(), what)
    if isinstance(transaction, Session):
        transaction.info.setdefault(NOTES, []).append(noted)
    else:
        transaction.notes.append(noted)
