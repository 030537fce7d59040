"""Grants that end because of an authentication policy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("auth_grant", sa.Column("assured_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("auth_grant", "assured_until")
