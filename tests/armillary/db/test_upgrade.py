"""Upgrades of databases that hold rows: from the first release on, each row comes through.

``rows/REVISION.sql`` is what a deployment of that revision may hold in the tables that are new in
it. Later releases add files and change none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, inspect, text

from armillary.auth.clients.authentication import authenticate
from armillary.auth.consents.store import granted_paths
from armillary.auth.identities.passwords import verify_password
from armillary.auth.identities.store import find_by_username, password_hash_of
from armillary.auth.sessions.store import find_session
from armillary.auth.tokens.lookup import find_access_token, find_refresh_token
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.db.migrate import SCHEMA, alembic_config, upgrade
from armillary.transfer.model import Collection
from armillary.transfer.search.model import CollectionWord
from armillary.transfer.search.words import weighted_words
from armillary.transfer.work import lease

ROWS = Path(__file__).with_name("rows")
NATIVE = "c1000000-0000-4000-8000-000000000001"
ROBOT = "c1000000-0000-4000-8000-000000000003"
ALL = "https://auth.globus.org/scopes/archive.example.org/all"
# Values that a migration changes on purpose, by revision: (table, column) and what it becomes.
CHANGED: dict[str, dict[tuple[str, str], Any]] = {"0004": {("auth_scope", "advertised"): True}}

Rows = list[dict[str, Any]]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    else:
        server = request.getfixturevalue("postgresql")
        name = f"old_{new_id().replace('-', '')}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = server.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)
        database = Database(url)
    yield database
    database.close()


def revisions(database: Database) -> list[str]:
    scripts = ScriptDirectory.from_config(alembic_config(database))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def fill(database: Database, revision: str) -> None:
    file = ROWS / f"{revision}.sql"
    if not file.exists():
        return
    with database.write() as session:
        if database.engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        for statement in file.read_text().split(";\n"):
            if statement.strip():
                session.connection().exec_driver_sql(_in_dialect(statement, database))


def _in_dialect(statement: str, database: Database) -> str:
    if database.engine.dialect.name == "sqlite":
        return statement
    return re.sub(r"X'([0-9a-f]+)'", r"'\\x\1'", statement)


def rows_of(database: Database) -> dict[str, Rows]:
    """Every row of every table."""
    found = MetaData()
    with database.engine.connect() as connection:
        found.reflect(connection)  # all at once: table by table it takes minutes
        return {
            name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


def keys_of(database: Database) -> dict[str, tuple[str, ...]]:
    found = inspect(database.engine).get_multi_pk_constraint()
    return {name: tuple(key["constrained_columns"]) for (_, name), key in found.items()}


def expected(rows: dict[str, Rows], revision: str) -> dict[str, Rows]:
    changes = CHANGED.get(revision, {})
    return {
        table: [
            {column: changes.get((table, column), value) for column, value in row.items()}
            for row in found
        ]
        for table, found in rows.items()
    }


def lost(before: dict[str, Rows], after: dict[str, Rows], keys: dict[str, Any]) -> list[str]:
    """Rows that are gone or differ in a column that still is there."""
    complaints = []
    for table, rows in before.items():
        now = {tuple(row[key] for key in keys[table]): row for row in after[table]}
        for row in rows:
            found = now.get(tuple(row[key] for key in keys[table]), {})
            kept = {column: found.get(column, row[column]) for column in row}
            if not found or kept != row:
                complaints.append(f"{table}: {row} became {found}")
    return complaints


def test_every_row_comes_through_every_upgrade(empty: Database) -> None:
    for revision in revisions(empty):
        before = rows_of(empty)
        command.upgrade(alembic_config(empty), revision)
        assert lost(expected(before, revision), rows_of(empty), keys_of(empty)) == [], revision
        fill(empty, revision)
        if (ROWS / f"{revision}.sql").exists():
            after = rows_of(empty)
            new = after.keys() - before.keys()
            assert [table for table in new if not after[table]] == [], revision


def test_a_deployment_of_the_first_release_goes_on(empty: Database) -> None:
    command.upgrade(alembic_config(empty), "0001")
    fill(empty, "0001")
    upgrade(empty)
    token = find_access_token(empty, "access token")
    assert token is not None
    assert (token.grant.username, token.scopes) == ("ada@example.org", [ALL])
    assert find_access_token(empty, "revoked token") is None
    refresh = find_refresh_token(empty, "refresh token", idle_lifetime=3600)
    assert refresh is not None
    assert refresh.rotated_at is None
    robot = authenticate(empty, None, {"client_id": NATIVE})
    assert robot.may_use("urn:ietf:params:oauth:grant-type:device_code")
    with empty.read() as session:
        ada = find_by_username(session, "ada@example.org")
        assert ada is not None
        stored = password_hash_of(session, ada.id)
        assert verify_password(stored, "correct horse battery staple")
        signed_in = find_session(session, "cookie")
        assert signed_in is not None
        assert signed_in.identity.id == ada.id
        assert [len(path) for path in granted_paths(session, ada.id, NATIVE)] == [1, 2]


def test_collections_of_former_releases_are_found_by_their_words(empty: Database) -> None:
    command.upgrade(alembic_config(empty), "0002")
    fill(empty, "0002")
    upgrade(empty)
    with empty.read() as session:
        shared = session.get_one(Collection, "e0000000-0000-4000-8000-000000000002")
        words = session.query(CollectionWord).filter_by(collection_id=shared.id)
        assert {row.word: row.weight for row in words} == weighted_words(shared)


def test_tasks_of_former_releases_are_taken_up(empty: Database) -> None:
    for revision in revisions(empty)[:-1]:
        command.upgrade(alembic_config(empty), revision)
        fill(empty, revision)
    upgrade(empty)
    with empty.write() as session:
        taken = {(task.label, task.attempt) for task in lease.claim(session, "w", limit=9)}
    assert taken == {("Waits", 1), ("Runs", 3)}


def test_a_filled_database_can_go_back_and_forth(empty: Database) -> None:
    for revision in revisions(empty):
        command.upgrade(alembic_config(empty), revision)
        fill(empty, revision)
    before = rows_of(empty)
    older = revisions(empty)[-2]
    command.downgrade(alembic_config(empty), older)
    command.upgrade(alembic_config(empty), SCHEMA)
    assert lost(before, rows_of(empty), keys_of(empty)) == []
