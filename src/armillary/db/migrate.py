"""Bring a database to the present schema (Alembic)."""

from __future__ import annotations

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from armillary.db.engine import Database

_POLL_SECONDS = 0.05
_FOLDER = Path(__file__).with_name("migrations")


def alembic_config(database: Database) -> Config:
    """Alembic's configuration for our migrations on this database."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that the database has not seen yet."""
    command.upgrade(alembic_config(database), revision)


def is_current(database: Database) -> bool:
    """Whether the database has the present schema."""
    head = ScriptDirectory.from_config(alembic_config(database)).get_current_head()
    try:
        with database.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == head
    except OperationalError:
        return False


def wait_until_migrated(database: Database) -> None:
    """Wait for the process that migrates the database; only one does."""
    while not is_current(database):
        time.sleep(_POLL_SECONDS)
