"""Personal collections with their setup keys, accounts of nodes, and removed histories."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

_TOKENS = "enrollment_token"
_INDEX = "ix_enrollment_token_collection_id"


def upgrade() -> None:
    op.add_column(_TOKENS, sa.Column("collection_id", sa.String(length=36), nullable=True))
    op.create_index(_INDEX, _TOKENS, ["collection_id"])
    op.add_column("node", sa.Column("account", sa.String(length=256), nullable=True))
    for table, name in (("node", "personal"), ("task", "history_deleted")):
        op.add_column(
            table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    op.drop_column("task", "history_deleted")
    op.drop_column("node", "personal")
    op.drop_column("node", "account")
    op.drop_index(_INDEX, _TOKENS)
    op.drop_column(_TOKENS, "collection_id")
