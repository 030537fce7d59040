"""Second factors, mailed tokens, proven e-mail addresses, what a browser session ran on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("auth_identity", sa.Column("email_verified_at", UtcDateTime(), nullable=True))
    op.add_column("auth_session", sa.Column("user_agent", sa.String(length=255), nullable=True))
    op.add_column("auth_session", sa.Column("address", sa.String(length=64), nullable=True))
    op.create_table(
        "auth_mailed_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        _of_identity("auth_mailed_token"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_auth_mailed_token"),
    )
    _index("auth_mailed_token", "identity_id")
    _index("auth_mailed_token", "expires_at")
    op.create_table(
        "auth_totp",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("last_used", UtcDateTime(), nullable=True),
        _of_identity("auth_totp"),
        sa.PrimaryKeyConstraint("id", name="pk_auth_totp"),
    )
    _index("auth_totp", "identity_id")
    op.create_table(
        "auth_passkey",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("device_bound", sa.Boolean(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("last_used", UtcDateTime(), nullable=True),
        _of_identity("auth_passkey"),
        sa.PrimaryKeyConstraint("id", name="pk_auth_passkey"),
        sa.UniqueConstraint("credential_id", name="uq_auth_passkey_credential_id"),
    )
    _index("auth_passkey", "identity_id")
    op.create_table(
        "auth_recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        _of_identity("auth_recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_auth_recovery_code"),
    )
    _index("auth_recovery_code", "identity_id")
    op.create_table(
        "auth_spent_challenge",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("challenge_hash", name="pk_auth_spent_challenge"),
    )
    _index("auth_spent_challenge", "expires_at")


def _of_identity(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["identity_id"],
        ["auth_identity.id"],
        name=f"fk_{table}_identity_id",
        ondelete="CASCADE",
    )


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table in (
        "auth_spent_challenge",
        "auth_recovery_code",
        "auth_passkey",
        "auth_totp",
        "auth_mailed_token",
    ):
        op.drop_table(table)
    op.drop_column("auth_session", "address")
    op.drop_column("auth_session", "user_agent")
    op.drop_column("auth_identity", "email_verified_at")
