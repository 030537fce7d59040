"""Alembic's entry point: runs the migrations on the engine that it is handed."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from armillary.db.base import Base

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # They may have much to think about between two statements.
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        context.run_migrations()
    connection.commit()
