"""Prepared look-ups give what the same statement gives through SQLAlchemy."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from armillary.auth.clients.model import Client
from armillary.auth.sessions.model import FailedLogin
from armillary.db.engine import Database
from armillary.db.prepared import Prepared

CLIENT = select(Client.name, Client.redirect_uris, Client.is_template, Client.created).where(
    Client.id == bindparam("id"), Client.parent_client_id.is_(None)
)
FAILURE = select(FailedLogin.at).where(
    FailedLogin.address == bindparam("address"), FailedLogin.at > bindparam("since")
)


def test_values_are_converted_by_their_types(database: Database) -> None:
    with database.write() as session:
        client = Client(name="é", client_type="client_identity", redirect_uris=["a", "b"])
        session.add(client)
    with database.read() as session:
        expected = tuple(session.execute(CLIENT, {"id": client.id}).one())
    assert Prepared(CLIENT).first(database, id=client.id) == expected
    assert expected[1:3] == (["a", "b"], False)
    created = expected[3]
    assert isinstance(created, datetime)
    assert created.tzinfo is not None


def test_times_are_compared_as_times(database: Database) -> None:
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    with database.write() as session:
        session.add(FailedLogin(username_hash="x", address="here", at=at))
    prepared = Prepared(FAILURE)
    earlier, later = at.replace(hour=11), at.replace(hour=13)
    assert prepared.first(database, address="here", since=earlier) == (at,)
    assert prepared.first(database, address="here", since=later) is None
    assert prepared.first(database, address="there", since=earlier) is None


def test_each_look_up_sees_what_was_committed_before(database: Database) -> None:
    prepared = Prepared(CLIENT)
    assert prepared.first(database, id="new") is None
    with database.write() as session:
        session.add(Client(id="new", name="x", client_type="client_identity"))
    assert prepared.first(database, id="new") is not None


def test_every_row_comes_in_order(database: Database) -> None:
    names = Prepared(select(Client.name).order_by(Client.name))
    assert names.all(database) == []
    with database.write() as session:
        session.add_all(Client(name=name, client_type="client_identity") for name in "bca")
    assert names.all(database) == [("a",), ("b",), ("c",)]


def test_inserts_belong_to_their_transaction(database: Database) -> None:
    add = Prepared(insert(FailedLogin))
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    count = Prepared(select(FailedLogin.id, FailedLogin.at))
    with database.read() as session:
        add.insert(session, username_hash="x", address="here", at=at)
        assert [row[1] for row in count.all(session)] == [at]
    assert count.all(database) == []
    with database.write() as session:
        for _ in range(2):
            add.insert(session, username_hash="x", address="here", at=at)
    assert [row[1] for row in count.all(database)] == [at, at]


def test_a_constraint_is_told_as_sqlalchemy_tells_it(database: Database) -> None:
    prepared = Prepared(insert(FailedLogin))
    at = datetime(2026, 1, 31, tzinfo=UTC)
    row = {"id": 1, "username_hash": "x", "address": "here", "at": at}
    with database.write() as session:
        prepared.insert(session, **row)
    with database.write() as session, pytest.raises(IntegrityError):
        prepared.insert(session, **row)


def test_values_in_the_statement_stay_as_they_are(database: Database) -> None:
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    with database.write() as session:
        session.add(FailedLogin(username_hash="x", address="here", at=at))
    since = FailedLogin.at >= bindparam("since")
    look = Prepared(select(FailedLogin.at).where(since, FailedLogin.address == "here").limit(1))
    assert look.first(database, since=at) == (at,)
    assert look.first(database, since=at.replace(hour=13)) is None
