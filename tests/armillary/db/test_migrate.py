from __future__ import annotations

from pathlib import Path

from alembic.script import ScriptDirectory

from armillary.db.engine import Database
from armillary.db.migrate import SCHEMA, alembic_config, is_current, upgrade


def test_the_newest_migration_is_the_one_we_say(database: Database) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(database))
    assert scripts.get_current_head() == SCHEMA


def test_an_empty_database_is_not_current_and_becomes_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    try:
        assert not is_current(database)
        upgrade(database)
        assert is_current(database)
        upgrade(database)
    finally:
        database.close()
