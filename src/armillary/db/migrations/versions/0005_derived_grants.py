"""Grants that came from tokens of others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auth_grant_derivation",
        sa.Column("grant_id", sa.String(length=36), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("above", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["auth_grant.id"],
            name="fk_auth_grant_derivation_grant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("grant_id", name="pk_auth_grant_derivation"),
    )
    for column in ("origin_id", "app_id"):
        name = f"ix_auth_grant_derivation_{column}"
        op.create_index(name, "auth_grant_derivation", [column])


def downgrade() -> None:
    op.drop_table("auth_grant_derivation")
