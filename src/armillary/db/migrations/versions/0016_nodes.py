"""Nodes that were revoked, and which node an enrolment token was spent on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("node", sa.Column("revoked_at", UtcDateTime(), nullable=True))
    op.add_column("enrollment_token", sa.Column("node_id", sa.String(length=36), nullable=True))


def downgrade() -> None:
    op.drop_column("enrollment_token", "node_id")
    op.drop_column("node", "revoked_at")
