"""Alembic's entry point: runs the migrations on the engine that it is handed."""

from __future__ import annotations

from alembic import context

from armillary.db.base import Base

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
