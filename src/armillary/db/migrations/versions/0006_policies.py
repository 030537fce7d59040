"""Authentication policies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "auth_policy",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("display_name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("high_assurance", sa.Boolean(), nullable=False),
        sa.Column("authentication_assurance_timeout", sa.Integer(), nullable=True),
        sa.Column("required_mfa", sa.Boolean(), nullable=False),
        sa.Column("domain_constraints_include", sa.JSON(), nullable=True),
        sa.Column("domain_constraints_exclude", sa.JSON(), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["auth_project.id"],
            name="fk_auth_policy_project_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_policy"),
    )
    op.create_index("ix_auth_policy_project_id", "auth_policy", ["project_id"])


def downgrade() -> None:
    op.drop_table("auth_policy")
