"""The whole database as text."""

from __future__ import annotations

from sqlalchemy import MetaData, select

from armillary.db.engine import Database


def dump(database: Database) -> list[str]:
    """Every row of every table, whoever defined it."""
    with database.read() as session:
        tables = MetaData()
        tables.reflect(session.connection())
        return sorted(
            f"{table.name} {tuple(row)!r}"
            for table in tables.sorted_tables
            for row in session.execute(select(table))
        )
