"""What an event loop keeps of what it read is what another look would find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from unittest import mock

import pytest
from sqlalchemy import bindparam, insert, select, update

from armillary.auth.sessions.model import FailedLogin
from armillary.db import memory
from armillary.db.engine import Database
from armillary.db.prepared import Prepared
from armillary.db.transaction import send

AT = datetime(2026, 1, 31, tzinfo=UTC)
_STATEMENT = select(FailedLogin.username_hash).where(FailedLogin.address == bindparam("address"))
LOOK = Prepared(_STATEMENT, remembered=True)
LOOK_AGAIN = Prepared(_STATEMENT)
ADD = Prepared(insert(FailedLogin))
ADD_NOW = Prepared(insert(FailedLogin).returning(FailedLogin.id))
RENAME = Prepared(
    update(FailedLogin)
    .where(FailedLogin.address == bindparam("at"))
    .values(username_hash=bindparam("name"))
)


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{copy(sqlite_template, tmp_path / 'memory.db')}")
    yield found
    found.close()


@pytest.fixture
def loop_database(database: Database) -> Database:
    found = database.unwaiting()
    assert found is not None
    return found


def row(name: str) -> dict[str, object]:
    return {"username_hash": name, "address": "here", "at": AT}


def names(database: Database) -> list[str]:
    """The names that are remembered; another look must agree."""
    found = LOOK.all(database, address="here")
    assert found == LOOK_AGAIN.all(database, address="here")
    return [name for (name,) in found]


def test_the_database_is_asked_once_until_another_connection_writes(
    database: Database, loop_database: Database
) -> None:
    with database.write() as session:
        session.add(FailedLogin(**row("a")))
    with mock.patch.object(LOOK, "_read", side_effect=LOOK._read) as read:
        assert names(loop_database) == names(loop_database) == ["a"]
        assert read.call_count == 1
        with database.write() as session:
            session.add(FailedLogin(**row("b")))
        assert names(loop_database) == ["a", "b"]
        assert read.call_count == 2


def test_what_the_connection_writes_itself_is_seen(loop_database: Database) -> None:
    assert names(loop_database) == []
    with loop_database.transaction() as transaction:
        ADD.insert(transaction, **row("a"))
    assert names(loop_database) == ["a"]
    with loop_database.transaction() as transaction:
        ADD_NOW.first(transaction, **row("b"))
        assert LOOK.all(transaction, address="here") == [("a",), ("b",)]
    assert names(loop_database) == ["a", "b"]
    with loop_database.transaction() as transaction:
        RENAME.update(transaction, at="here", name="c")
    assert names(loop_database) == ["c", "c"]


def write_and_fail(database: Database, name: str) -> None:
    with database.transaction() as transaction:
        ADD_NOW.first(transaction, **row(name))
        ADD.insert(transaction, **row(f"{name}, later"))
        assert LOOK.all(transaction, address="here") == [(name,)]
        raise ValueError(name)


def test_what_is_rolled_back_was_never_there(loop_database: Database) -> None:
    with pytest.raises(ValueError, match="a"):
        write_and_fail(loop_database, "a")
    assert names(loop_database) == []
    with loop_database.together():
        with pytest.raises(ValueError, match="b"):
            write_and_fail(loop_database, "b")
        with loop_database.transaction() as part:
            assert LOOK.all(part, address="here") == []
            ADD.insert(part, **row("c"))
    assert names(loop_database) == ["c"]


def test_what_others_in_the_same_commit_have_to_find_is_sent_to_them(
    loop_database: Database,
) -> None:
    with loop_database.together():
        with loop_database.transaction() as one:
            ADD.insert(one, **row("a"))
            assert names(loop_database) == []
            send(one)
        with loop_database.transaction() as other:
            assert LOOK.all(other, address="here") == [("a",)]
    assert names(loop_database) == ["a"]


def test_callers_can_not_fill_it(loop_database: Database) -> None:
    known = loop_database.memory
    assert known is not None
    with mock.patch.object(memory, "_MAX_ANSWERS", 10):
        for number in range(100):
            assert LOOK.first(loop_database, address=f"from {number}") is None
            assert len(known._known) <= 10
