"""Requests that come at the same moment: committed at once, failing alone."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from shutil import copy
from unittest import mock

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from armillary.auth.audit import AuditEvent, record
from armillary.auth.clients.model import Client
from armillary.auth.identities.store import create_service_identity
from armillary.auth.tokens.model import AccessToken
from armillary.auth.tokens.store import NewGrant, add_access_token, add_grant
from armillary.auth.tokens.together import Together
from armillary.core.ids import new_id, new_secret
from armillary.db.engine import Busy, Database


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{copy(sqlite_template, tmp_path / 'together.db')}")
    yield found
    found.close()


@pytest.fixture
def loop_database(database: Database) -> Database:
    found = database.unwaiting()
    assert found is not None
    return found


def note(database: Database, event: str, *, fails: bool = False) -> Callable[[], dict[str, str]]:
    """A call that writes an event, and may then think better of it."""

    def call() -> dict[str, str]:
        with database.transaction() as transaction:
            record(transaction, event=event, actor=None, client=None, target=None, detail={})
            if fails:
                raise ValueError(event)
        return {"wrote": event}

    return call


def events(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


async def run(together: Together, *calls: Callable[[], dict[str, str]]) -> list[object]:
    return list(
        await asyncio.gather(*(together.run(call) for call in calls), return_exceptions=True)
    )


def test_one_commit_for_all_and_a_failure_for_one(
    database: Database, loop_database: Database
) -> None:
    told: list[str] = []
    database.on_commit(lambda noted: told.extend(str(what["event"]) for _, what in noted))
    commits: list[int] = []

    async def scene() -> list[object]:
        calls = [note(loop_database, name, fails=name == "b") for name in "abc"]
        with mock.patch.object(Together, "_run_waiting", counted(commits)):
            return await run(Together(loop_database), *calls)

    first, second, third = asyncio.run(scene())
    assert (first, third) == ({"wrote": "a"}, {"wrote": "c"})
    assert isinstance(second, ValueError)
    assert events(database) == ["a", "c"]
    assert told == ["a", "c"]
    assert commits == [3]


def test_each_runs_and_is_told_of_in_the_context_of_its_own_request(
    loop_database: Database,
) -> None:
    request: ContextVar[str] = ContextVar("request")
    told: list[tuple[str, str]] = []
    loop_database.on_commit(
        lambda noted: told.extend((str(what["event"]), context[request]) for context, what in noted)
    )

    async def ask(together: Together, name: str) -> dict[str, str]:
        request.set(name)
        wrote = note(loop_database, name)
        answer = await together.run(lambda: {"request": request.get(), **wrote()})
        assert isinstance(answer, dict)
        return answer

    async def scene() -> list[dict[str, str]]:
        together = Together(loop_database)
        return await asyncio.gather(*(ask(together, name) for name in "ab"))

    first, second = asyncio.run(scene())
    assert (first["request"], second["request"]) == ("a", "b")
    assert told == [("a", "a"), ("b", "b")]


def counted(sizes: list[int]) -> Callable[[Together], None]:
    """The same, noting how many requests each commit was for."""
    original = Together._run_waiting

    def run_waiting(self: Together) -> None:
        sizes.append(len(self._waiting))
        original(self)

    return run_waiting


def test_nobody_is_told_of_success_when_the_commit_fails(
    database: Database, loop_database: Database
) -> None:
    class Full:
        """A connection to a full disk."""

        def __init__(self) -> None:
            self.connection = loop_database._kept

        def commit(self) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        def __getattr__(self, name: str) -> object:
            return getattr(self.connection, name)

    with mock.patch.object(loop_database, "_kept", Full()):
        answers = asyncio.run(
            run(Together(loop_database), note(loop_database, "a"), note(loop_database, "b"))
        )
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert events(database) == []
    assert asyncio.run(run(Together(loop_database), note(loop_database, "c"))) == [{"wrote": "c"}]
    assert events(database) == ["c"]


def test_all_are_sent_elsewhere_while_another_writes(
    database: Database, loop_database: Database
) -> None:
    together = Together(loop_database)
    with database.write() as session:
        session.execute(select(func.count()).select_from(AuditEvent))
        answers = asyncio.run(run(together, note(loop_database, "a"), note(loop_database, "b")))
    assert [type(answer) for answer in answers] == [Busy, Busy]
    assert events(database) == []


def test_whoever_goes_away_does_not_take_the_others_along(
    database: Database, loop_database: Database
) -> None:
    async def scene() -> object:
        together = Together(loop_database)
        gone = asyncio.ensure_future(together.run(note(loop_database, "a")))
        stays = asyncio.ensure_future(together.run(note(loop_database, "b")))
        failed = asyncio.ensure_future(together.run(note(loop_database, "c", fails=True)))
        await asyncio.sleep(0)
        gone.cancel()
        failed.cancel()
        return await stays

    assert asyncio.run(scene()) == {"wrote": "b"}
    assert "b" in events(database)


@pytest.fixture
def client_id(database: Database) -> str:
    with database.write() as session:
        client = Client(name="x", client_type="client_identity")
        session.add(client)
        session.flush()
        create_service_identity(session, client_id=client.id, name="x")
        return client.id


def give(
    database: Database, client_id: str, grant: NewGrant | None = None
) -> Callable[[], dict[str, str]]:
    """A call that gives a client a token, on a new grant if it has none; the client must exist."""

    def call() -> dict[str, str]:
        with database.transaction() as transaction:
            used = grant or NewGrant(client_id, client_id, offline=False)
            if grant is None:
                add_grant(transaction, used)
            add_access_token(
                transaction,
                new_secret(),
                grant_id=used.id,
                resource_server="x",
                scopes=["y"],
                lifetime=60,
            )
        return {"grant": used.id}

    return call


def test_rows_of_all_come_after_those_that_they_refer_to(
    database: Database, loop_database: Database, client_id: str
) -> None:
    grant = NewGrant(client_id, client_id, offline=False)
    with database.write() as session:
        add_grant(session, grant)
    # The first token is put off before the grant of the second.
    old, new = give(loop_database, client_id, grant), give(loop_database, client_id)
    answers = asyncio.run(run(Together(loop_database), old, new))
    assert all(isinstance(answer, dict) for answer in answers)
    with database.read() as session:
        grants = session.scalars(select(AccessToken.grant_id)).all()
    assert sorted([{"grant": each} for each in grants], key=str) == sorted(answers, key=str)


def test_what_can_not_be_stored_together_is_tried_alone(
    database: Database, loop_database: Database, client_id: str
) -> None:
    good, bad = give(loop_database, client_id), give(loop_database, new_id())
    answers = asyncio.run(run(Together(loop_database), good, bad, note(loop_database, "a")))
    assert [type(answer) for answer in answers] == [Busy] * 3
    assert events(database) == []
    with pytest.raises(IntegrityError):
        give(database, new_id())()
    assert good().keys() == {"grant"}
