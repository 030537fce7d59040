"""Bring a database to the present schema (Alembic)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from armillary.db.engine import Database

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
