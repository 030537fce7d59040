from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import armillary.auth.models
import armillary.console.model
import armillary.groups.model
import armillary.transfer.models  # noqa: F401 - all four add their tables to the metadata
from armillary.db.base import Base
from armillary.db.engine import Database
from armillary.db.migrate import SCHEMA, alembic_config, is_current, upgrade


def test_the_newest_migration_is_the_one_we_say(database: Database) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(database))
    assert scripts.get_current_head() == SCHEMA


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_empty_database_is_not_current_and_becomes_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    try:
        assert not is_current(database)
        upgrade(database)
        assert is_current(database)
        upgrade(database)
    finally:
        database.close()
