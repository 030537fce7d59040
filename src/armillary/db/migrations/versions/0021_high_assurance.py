"""High assurance collections, and the session in which a task was submitted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "collection", sa.Column("authentication_timeout_mins", sa.Integer(), nullable=True)
    )
    op.add_column("task", sa.Column("session_id", sa.String(length=36), nullable=True))


def downgrade() -> None:
    op.drop_column("task", "session_id")
    op.drop_column("collection", "authentication_timeout_mins")
