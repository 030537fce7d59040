from __future__ import annotations

import time

import pytest
from sqlalchemy import JSON, Column, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from armillary.auth.identities.store import create_identity
from armillary.db import engine
from armillary.db.engine import Busy, Database

_SHORT_PATIENCE = "SET idle_in_transaction_session_timeout = '300ms'"


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


def test_who_stops_in_the_middle_of_a_transaction_keeps_nobody_waiting_for_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.engine.dialect.name == "sqlite":
        return  # the lock goes with the process, and there is one machine
    monkeypatch.setattr(engine, "_POSTGRESQL_PATIENCE", _SHORT_PATIENCE)
    frozen = Database(database.url)
    table = Table("things", MetaData(), Column("thing", Integer))
    table.create(database.engine)
    with database.write() as session:
        session.execute(insert(table).values(thing=1))

    def oversleep() -> None:
        with frozen.write() as asleep:
            asleep.execute(select(table).with_for_update())
            began = time.monotonic()
            with database.write() as session:
                session.execute(update(table).values(thing=2))
            assert time.monotonic() - began < 5
            asleep.execute(update(table).values(thing=3))

    with pytest.raises(DBAPIError):
        oversleep()
    frozen.close()
    with database.read() as session:
        assert session.scalar(select(table.c.thing)) == 2


def test_reading_sees_one_moment(database: Database) -> None:
    count = text("SELECT count(*) FROM auth_identity")
    with database.read() as session:
        before = session.scalar(count)
        with database.write() as writing:
            create_identity(writing, username="ada", password="x" * 12, name="A", email="a@b.org")
        assert session.scalar(count) == before
    with database.read() as session:
        assert session.scalar(count) != before


def test_errors_tell_no_values(database: Database) -> None:
    with pytest.raises(DBAPIError) as raised, database.write() as session:
        session.execute(text("SELECT nothing FROM nowhere WHERE x = :x"), {"x": "s3cret"})
    assert "nowhere" in str(raised.value)
    assert "s3cret" not in str(raised.value)
