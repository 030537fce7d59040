"""Look-ups that every request makes, compiled once and run on the driver itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select
from sqlalchemy.engine import Dialect

from armillary.db.engine import Database

_Convert = Callable[[Any], Any] | None


class Prepared:
    """A SELECT for one row, compiled once for each kind of database.

    SQLAlchemy's own execution costs some ten times what the database does for a look-up by key.
    The statement is still written with the models and converts values by the columns' types, so
    there is one text for both databases.

    :param statement: its parameters are :func:`sqlalchemy.bindparam` with a type of their own or
        compared with a typed column
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._plans: dict[str, _Plan] = {}

    def first(self, database: Database, **parameters: Any) -> tuple[Any, ...] | None:
        """The first row, as of now, or None."""
        plan = self._plan(database.engine.dialect)
        connection = database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(plan.sql, plan.bind(parameters))
            row = cursor.fetchone()
        finally:
            connection.close()
        return None if row is None else plan.convert(row)

    def _plan(self, dialect: Dialect) -> _Plan:
        if dialect.name not in self._plans:
            self._plans[dialect.name] = _Plan.of(self._statement, dialect)
        return self._plans[dialect.name]


@dataclass(frozen=True)
class _Plan:
    sql: str
    positions: tuple[str, ...] | None
    into: Mapping[str, _Convert]
    out: tuple[_Convert, ...]

    @classmethod
    def of(cls, statement: Select[*tuple[Any, ...]], dialect: Dialect) -> _Plan:
        compiled = statement.compile(dialect=dialect)
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
                for column in statement.selected_columns
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

    def convert(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            value if from_driver is None else from_driver(value)
            for value, from_driver in zip(row, self.out, strict=True)
        )
