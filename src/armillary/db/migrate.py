"""Bring a database to the present schema (Alembic).

Alembic takes a third of a second to import, so only the process that migrates does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from armillary.db.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "0021"
"""The newest migration; a test holds it to the files."""

_POLL_SECONDS = 0.05
_LOCK = 0x61726D69  # any number that nobody else locks
_FOLDER = Path(__file__).with_name("migrations")


def alembic_config(database: Database) -> Config:
    """Alembic's configuration for our migrations on this database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database) -> None:
    """Run the migrations that the database has not seen yet."""
    if not is_current(database):
        from alembic import command

        command.upgrade(alembic_config(database), "head")


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Keep other processes from preparing the same PostgreSQL database during the block.

    SQLite has one API process, so nothing is to be kept off there.
    """
    if database.engine.dialect.name != "postgresql":
        yield
        return
    with database.engine.connect() as connection:
        # Held by the connection, whatever becomes of its transactions: closing it lets go.
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def is_current(database: Database) -> bool:
    """Whether the database has the present schema."""
    try:
        with database.engine.connect() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        return False  # no such table: nothing has been migrated yet
    return bool(found == SCHEMA)


def wait_until_migrated(database: Database) -> None:
    """Wait for the process that migrates the database; only one does."""
    while not is_current(database):
        time.sleep(_POLL_SECONDS)
