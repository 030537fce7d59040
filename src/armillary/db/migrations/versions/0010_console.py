"""Audit events say which project they are about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("auth_audit_event", sa.Column("project", sa.String(length=36), nullable=True))
    op.create_index("ix_auth_audit_event_project_id", "auth_audit_event", ["project", "id"])


def downgrade() -> None:
    op.drop_index("ix_auth_audit_event_project_id", "auth_audit_event")
    op.drop_column("auth_audit_event", "project")
