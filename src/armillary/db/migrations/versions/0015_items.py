"""What became of each file of a transfer; what holds a task up."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from armillary.db.base import PathBytes, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _task_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("skipped_errors", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("deadline_moves", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("source_base_path", PathBytes(), nullable=True),
        sa.Column("destination_base_path", PathBytes(), nullable=True),
        sa.Column("authorization_parameters", sa.JSON(), nullable=True),
    ]


def upgrade() -> None:
    for column in _task_columns():
        op.add_column("task", column)
    op.create_table(
        "transfer_success",
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source_path", PathBytes(), nullable=False),
        sa.Column("destination_path", PathBytes(), nullable=False),
        sa.Column("algorithm", sa.String(length=16), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name="fk_transfer_success_task_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", "position", name="pk_transfer_success"),
    )
    op.create_table(
        "transfer_skipped",
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source_path", PathBytes(), nullable=False),
        sa.Column("destination_path", PathBytes(), nullable=False),
        sa.Column("error_code", sa.String(length=64), nullable=False),
        sa.Column("error_details", sa.Text(), nullable=False),
        sa.Column("error_time", UtcDateTime(), nullable=False),
        sa.Column("is_directory", sa.Boolean(), nullable=False),
        sa.Column("is_symlink", sa.Boolean(), nullable=False),
        sa.Column("is_delete_destination_extra", sa.Boolean(), nullable=False),
        sa.Column("external_checksum", sa.String(length=128), nullable=True),
        sa.Column("checksum_algorithm", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name="fk_transfer_skipped_task_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("task_id", "position", name="pk_transfer_skipped"),
    )


def downgrade() -> None:
    op.drop_table("transfer_skipped")
    op.drop_table("transfer_success")
    for column in _task_columns():
        op.drop_column("task", column.name)
