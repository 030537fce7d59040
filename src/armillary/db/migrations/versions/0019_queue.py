"""Lanes in which tasks wait, and indexes of the tasks that somebody still has to look at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_INDEXES = (
    (
        "ix_task_waiting",
        ["owner_id", "type", "request_time", "id"],
        "status = 'ACTIVE' AND lease_until IS NULL AND paused_since IS NULL",
    ),
    ("ix_task_held", ["lease_until"], "lease_until IS NOT NULL"),
    ("ix_task_unfinished", ["id"], "completion_time IS NULL"),
    ("ix_task_due", ["deadline"], "completion_time IS NULL AND paused_since IS NULL"),
)


def upgrade() -> None:
    op.create_table(
        "task_lane",
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "type", name="pk_task_lane"),
    )
    op.create_index("ix_task_lane_since", "task_lane", ["since"])
    for name, columns, condition in _INDEXES:
        where = sa.text(condition)
        op.create_index(name, "task", columns, sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_task_claimable", "task")
    # Those that run, too: whoever holds one may give it back.
    op.execute(
        "INSERT INTO task_lane (owner_id, type, since) SELECT owner_id, type, min(request_time) "
        "FROM task WHERE status = 'ACTIVE' GROUP BY owner_id, type"
    )


def downgrade() -> None:
    op.create_index("ix_task_claimable", "task", ["status", "lease_until"])
    for name, _, _ in _INDEXES:
        op.drop_index(name, "task")
    op.drop_table("task_lane")
