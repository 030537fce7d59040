"""What clients say of scopes of their own; those of services so far are for all to see."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "auth_scope",
        sa.Column("required_domains", sa.JSON(), nullable=False, server_default="[]"),
    )
    op.execute(sa.update(sa.table("auth_scope", sa.column("advertised"))).values(advertised=True))


def downgrade() -> None:
    op.drop_column("auth_scope", "required_domains")
