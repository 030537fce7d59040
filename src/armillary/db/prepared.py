"""Statements that every request runs, compiled once and run on the driver itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from armillary.db.engine import Database, Transaction

_Convert = Callable[[Any], Any] | None
Row = tuple[Any, ...]
Writer = Session | Transaction
Source = Database | Writer
_Statement = Select[*tuple[Any, ...]] | Insert | Update


class Prepared:
    """A SELECT, INSERT or UPDATE, compiled once for each kind of database.

    SQLAlchemy's own execution costs some ten times what the database does for a look-up by key.
    The statement is still written with the models and converts values by the columns' types, so
    there is one text for both databases. It runs in the transaction it is given, or, given a
    :class:`Database`, alone on a connection of its own.

    :param statement: its parameters are :func:`sqlalchemy.bindparam` compared with typed columns;
        those of an INSERT are its table's columns, of which all without a default made by the
        database itself must be given
    :raises sqlalchemy.exc.DataError: when run, with a value that no column can hold
    :raises sqlalchemy.exc.IntegrityError: when run, against a constraint
    """

    def __init__(self, statement: _Statement) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def first(self, source: Source, **parameters: Any) -> Row | None:
        """The first row, or None; of an INSERT, what it is to return."""
        with _cursor(source) as (cursor, dialect):
            plan = self._run(cursor, dialect, parameters)
            row = cursor.fetchone()
        return None if row is None else plan.convert(row)

    def all(self, source: Source, **parameters: Any) -> list[Row]:
        """Every row."""
        with _cursor(source) as (cursor, dialect):
            plan = self._run(cursor, dialect, parameters)
            rows = cursor.fetchall()
        return [plan.convert(row) for row in rows]

    def insert(self, transaction: Writer, **values: Any) -> None:
        """Add a row to the INSERT's table."""
        with _cursor(transaction) as (cursor, dialect):
            self._run(cursor, dialect, values)

    def update(self, transaction: Writer, **parameters: Any) -> int:
        """Change rows as the UPDATE says; how many there were."""
        with _cursor(transaction) as (cursor, dialect):
            self._run(cursor, dialect, parameters)
            return cursor.rowcount

    def _run(self, cursor: DBAPICursor, dialect: Dialect, parameters: Mapping[str, Any]) -> _Plan:
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = _Plan.of(self._statement, dialect, list(parameters))
            self._plans[dialect.name] = plan
        driver = dialect.loaded_dbapi
        try:
            cursor.execute(plan.sql, plan.bind(parameters))
        except (driver.DataError, driver.IntegrityError) as error:
            # As SQLAlchemy's own, which the services know how to answer.
            raise DBAPIError.instance(
                plan.sql, None, error, driver.Error, hide_parameters=True, dialect=dialect
            ) from error
        return plan


@contextmanager
def _cursor(source: Source) -> Iterator[tuple[DBAPICursor, Dialect]]:
    if isinstance(source, Transaction):
        yield source.connection.cursor(), source.dialect
        return
    if isinstance(source, Session):
        transaction = source.connection()
        yield transaction.connection.cursor(), transaction.dialect
        return
    with source.connection() as connection:
        cursor = connection.cursor()
        try:
            yield cursor, source.engine.dialect
        finally:
            cursor.close()  # it would keep its snapshot as long as rows are left


@dataclass(frozen=True)
class _Plan:
    sql: str
    positions: tuple[str, ...] | None
    into: Mapping[str, _Convert]
    out: tuple[_Convert, ...]

    @classmethod
    def of(cls, statement: _Statement, dialect: Dialect, names: list[str]) -> _Plan:
        if isinstance(statement, Insert):
            compiled = statement.inline().compile(dialect=dialect, column_keys=names)
        else:
            compiled = statement.compile(dialect=dialect)
        columns = list(statement.exported_columns)
        positions = getattr(compiled, "positiontup", None)
        return cls(
            sql=str(compiled),
            positions=None if positions is None else tuple(positions),
            into={
                name: bind.type.dialect_impl(dialect).bind_processor(dialect)
                for name, bind in compiled.binds.items()
            },
            out=tuple(
                column.type.dialect_impl(dialect).result_processor(dialect, None)
                for column in columns
            ),
        )

    def bind(self, parameters: Mapping[str, Any]) -> Any:
        values = {
            name: value if (to_driver := self.into[name]) is None else to_driver(value)
            for name, value in parameters.items()
        }
        if self.positions is None:
            return values
        return tuple(values[name] for name in self.positions)

    def convert(self, row: Row) -> Row:
        return tuple(
            value if from_driver is None else from_driver(value)
            for value, from_driver in zip(row, self.out, strict=True)
        )
