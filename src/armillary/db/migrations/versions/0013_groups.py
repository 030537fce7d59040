"""Groups, groups as administrators of projects, and one primary identity in each account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_auth_identity_primary",
        "auth_identity",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("is_primary"),
        postgresql_where=sa.text("is_primary"),
    )
    op.create_table(
        "groups_group",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("terms_and_conditions", sa.Text(), nullable=True),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_groups_group"),
    )
    op.create_table(
        "groups_membership",
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("invite_email_address", sa.String(length=255), nullable=True),
        sa.Column("invite_time", UtcDateTime(), nullable=True),
        sa.Column("updated", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["groups_group.id"],
            name="fk_groups_membership_group_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "identity_id", name="pk_groups_membership"),
    )
    op.create_index("ix_groups_membership_identity_id", "groups_membership", ["identity_id"])
    op.create_table(
        "auth_project_admin_group",
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("group_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["auth_project.id"],
            name="fk_auth_project_admin_group_project_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "group_id", name="pk_auth_project_admin_group"),
    )
    op.create_index(
        "ix_auth_project_admin_group_group_id", "auth_project_admin_group", ["group_id"]
    )


def downgrade() -> None:
    op.drop_table("auth_project_admin_group")
    op.drop_table("groups_membership")
    op.drop_table("groups_group")
    op.drop_index("ix_auth_identity_primary", "auth_identity")
