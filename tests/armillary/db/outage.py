"""Taking a database away for a while, as a stopped server or a lost disk does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL

from armillary.db.engine import Database


@contextmanager
def gone(database: Database) -> Iterator[None]:
    """Let nobody use the database within the block; what is connected already is cut."""
    url = database.engine.url
    if url.drivername != "sqlite":
        with _no_connections(url):
            yield
        return
    path = Path(url.database or "")
    aside = path.with_suffix(".aside")
    database.engine.dispose()
    path.rename(aside)
    path.mkdir()
    try:
        yield
    finally:
        database.engine.dispose()
        path.rmdir()
        aside.rename(path)


@contextmanager
def _no_connections(url: URL) -> Iterator[None]:
    server = url.set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false".encode())
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (url.database,),
        )
        try:
            yield
        finally:
            connection.execute(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true".encode())
