"""Auth's tables: made and taken back, and an audit trail that nothing changes."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from sqlalchemy import delete, inspect, text, update
from sqlalchemy.exc import DBAPIError

from armillary.auth.audit import AuditEvent, record
from armillary.auth.scopes.model import Scope
from armillary.db.engine import Database
from armillary.db.migrate import alembic_config


def test_the_first_migration_can_be_taken_back(database: Database) -> None:
    command.downgrade(alembic_config(database), "base")
    tables = inspect(database.engine).get_table_names()
    assert [name for name in tables if name.startswith("auth_")] == []


@pytest.mark.parametrize("change", [update(AuditEvent).values(actor="x"), delete(AuditEvent)])
def test_the_audit_trail_is_append_only(database: Database, change: Any) -> None:
    with database.write() as session:
        record(session, event="test", actor=None, client=None, target=None, detail={})
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(change)


def test_scopes_of_before_are_advertised_and_for_all(database: Database) -> None:
    command.downgrade(alembic_config(database), "0003")
    with database.write() as session:
        session.execute(
            text(
                "INSERT INTO auth_client (id, name, client_type, is_template, redirect_uris, fqdns,"
                " visibility, created)"
                " VALUES ('c', 'Lab', 'resource_server', false, '[]', '[]', 'private',"
                " '2026-01-01 00:00:00.000000')"
            )
        )
        session.execute(
            text(
                "INSERT INTO auth_scope"
                " (id, client_id, scope_string, name, description, advertised,"
                " allows_refresh_token) VALUES ('s', 'c', 'x:all', 'x', 'x', false, true)"
            )
        )
    command.upgrade(alembic_config(database), "head")
    with database.read() as session:
        scope = session.get_one(Scope, "s")
    assert (scope.advertised, scope.required_domains) == (True, [])
