"""Statements that every request runs, compiled once and run on the driver itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Select, Table, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import Session
from sqlalchemy.sql.util import find_tables

from armillary.db.engine import Database
from armillary.db.memory import Memory
from armillary.db.transaction import Transaction, known_errors

_T = TypeVar("_T")
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
        other values stay as they are; those of an INSERT are its table's columns, of which all
        without a default made by the database itself must be given
    :param remembered: of a SELECT, that an event loop may keep its rows until a table changes;
        for what is small, asked all the time and seldom changed
    :raises sqlalchemy.exc.DataError: when run, with a value that no column can hold
    :raises sqlalchemy.exc.IntegrityError: when run, against a constraint
    """

    def __init__(self, statement: _Statement, *, remembered: bool = False) -> None:
        self._statement = statement
        self._remembered = remembered
        self._tables = _tables(statement)
        self._target = _target(statement)
        self._plans: dict[str, _Plan] = {}

    def first(self, source: Source, **parameters: Any) -> Row | None:
        """The first row, or None; of an INSERT, what it is to return."""
        if self._remembered:
            rows = self.all(source, **parameters)
            return rows[0] if rows else None
        self._note_change(source)
        with _cursor(source) as (cursor, dialect):
            plan = self._run(cursor, dialect, parameters)
            row = cursor.fetchone()
            return None if row is None else plan.convert(row)

    def all(self, source: Source, **parameters: Any) -> list[Row]:
        """Every row."""
        if self._remembered:
            key = (self, *parameters.values())
            return remembered(source, key, self._tables, lambda: self._read(source, parameters))
        self._note_change(source)
        return self._read(source, parameters)

    def insert(self, transaction: Writer, **values: Any) -> None:
        """Add a row to the INSERT's table, at the end of the transaction if it can put that off."""
        if isinstance(transaction, Session):
            with _cursor(transaction) as (cursor, dialect):
                self._run(cursor, dialect, values)
            return
        assert self._target is not None
        plan = self._plan(transaction.dialect, values)
        transaction.later(self._target, plan.sql, plan.bind(values))

    def update(self, transaction: Writer, **parameters: Any) -> int:
        """Change rows as the UPDATE says; how many there were."""
        self._note_change(transaction)
        with _cursor(transaction) as (cursor, dialect):
            self._run(cursor, dialect, parameters)
            return cursor.rowcount

    def _note_change(self, source: Source) -> None:
        memory = _memory(source)
        if memory is not None and self._target is not None:
            memory.changed(self._target.name)

    def _read(self, source: Source, parameters: Mapping[str, Any]) -> list[Row]:
        with _cursor(source) as (cursor, dialect):
            plan = self._run(cursor, dialect, parameters)
            return [plan.convert(row) for row in cursor.fetchall()]

    def _run(self, cursor: DBAPICursor, dialect: Dialect, parameters: Mapping[str, Any]) -> _Plan:
        plan = self._plan(dialect, parameters)
        with known_errors(dialect, plan.sql):
            cursor.execute(plan.sql, plan.bind(parameters))
        return plan

    def _plan(self, dialect: Dialect, parameters: Mapping[str, Any]) -> _Plan:
        plan = self._plans.get(dialect.name)
        if plan is None:
            plan = _Plan.of(self._statement, dialect, list(parameters))
            self._plans[dialect.name] = plan
        return plan


def remembered(
    source: Source, key: Hashable, tables: Collection[str], find: Callable[[], _T]
) -> _T:
    """What follows from some tables, found again only when they have changed.

    :param key: what is asked
    :param tables: the names of all that ``find`` looks at
    :param find: how to find it; it may add what is missing
    """
    memory = _memory(source)
    return find() if memory is None else memory.value(key, tables, find)


def _memory(source: Source) -> Memory | None:
    return None if isinstance(source, Session) else source.memory


def _tables(statement: _Statement) -> frozenset[str]:
    found = find_tables(statement, include_joins=True, include_aliases=True, include_selects=True)
    return frozenset(table.name for table in found if isinstance(table, Table))


def _target(statement: _Statement) -> Table | None:
    return None if isinstance(statement, Select) else cast(Table, statement.table)


@contextmanager
def _cursor(source: Source) -> Iterator[tuple[DBAPICursor, Dialect]]:
    if isinstance(source, Transaction):
        yield source.cursor(), source.dialect
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
    named: bool
    into: tuple[tuple[str, _Convert], ...]
    fixed: Mapping[str, Any]
    out: tuple[_Convert, ...] | None

    @classmethod
    def of(cls, statement: _Statement, dialect: Dialect, names: list[str]) -> _Plan:
        if isinstance(statement, Insert):
            compiled = statement.inline().compile(dialect=dialect, column_keys=names)
        else:
            compiled = statement.compile(dialect=dialect)
        into = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in compiled.binds.items()
        }
        positions = getattr(compiled, "positiontup", None)
        out = tuple(
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.exported_columns
        )
        return cls(
            sql=str(compiled),
            named=positions is None,
            into=tuple((name, into[name]) for name in (into if positions is None else positions)),
            fixed={n: bind.value for n, bind in compiled.binds.items() if not bind.required},
            out=out if any(out) else None,
        )

    def bind(self, parameters: Mapping[str, Any]) -> Any:
        if self.fixed:
            parameters = {**self.fixed, **parameters}
        if self.named:
            return {
                name: parameters[name] if to_driver is None else to_driver(parameters[name])
                for name, to_driver in self.into
            }
        return tuple(
            [
                parameters[name] if to_driver is None else to_driver(parameters[name])
                for name, to_driver in self.into
            ]
        )

    def convert(self, row: Row) -> Row:
        if self.out is None:
            return row
        return tuple(
            [
                value if from_driver is None else from_driver(value)
                for value, from_driver in zip(row, self.out, strict=True)
            ]
        )
