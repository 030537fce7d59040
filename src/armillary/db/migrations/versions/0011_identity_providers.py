"""Identity providers, and who is who at those of other organizations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OURS: tuple[tuple[str, str, str, list[str]], ...] = (
    ("3f6c2d0e-7a51-4f0b-9d27-5b7e1c9a4e10", "Armillary accounts", "armillary", []),
    ("b9a3d8f4-2c6e-4d1a-8f35-0c4e7d2b6a91", "Clients", "clients", ["clients.auth.globus.org"]),
)


def upgrade() -> None:
    providers = op.create_table(
        "auth_identity_provider",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_auth_identity_provider"),
    )
    # Identities refer to these from the start.
    op.bulk_insert(
        providers,
        [
            {"id": i, "name": name, "short_name": short, "domains": domains, "active": True}
            for i, name, short, domains in _OURS
        ],
    )
    op.create_table(
        "auth_federated_subject",
        sa.Column("provider_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["auth_identity.id"],
            name="fk_auth_federated_subject_identity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("provider_id", "subject", name="pk_auth_federated_subject"),
    )
    op.create_index(
        "ix_auth_federated_subject_identity_id", "auth_federated_subject", ["identity_id"]
    )


def downgrade() -> None:
    op.drop_table("auth_federated_subject")
    op.drop_table("auth_identity_provider")
