from __future__ import annotations

import pytest
from sqlalchemy import JSON, Column, MetaData, Table, insert, select

from armillary.db.engine import Busy, Database


def test_a_database_for_the_event_loop_never_waits_for_a_writer(database: Database) -> None:
    unwaiting = database.unwaiting()
    if database.engine.dialect.name != "sqlite":
        assert unwaiting is None
        return
    assert unwaiting is not None
    with database.write() as session:
        session.connection()  # takes the lock
        with pytest.raises(Busy), unwaiting.write() as other:
            other.connection()
    with unwaiting.write() as again:
        again.connection()


@pytest.mark.parametrize("value", [{"name": "caf\udce9"}, [1, None, True, "é"], "plain"])
def test_json_columns_hold_names_that_are_not_utf_8(database: Database, value: object) -> None:
    table = Table("things", MetaData(), Column("thing", JSON))
    table.create(database.engine)
    with database.write() as session:
        session.execute(insert(table).values(thing=value))
    with database.read() as session:
        assert session.scalar(select(table.c.thing)) == value
