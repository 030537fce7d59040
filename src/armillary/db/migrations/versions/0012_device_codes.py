"""Device codes, rotated refresh tokens, what operators disabled, and audit archives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Rows of the audit trail may go once they are in an archive, and that archive's own row stays.
_REFUSAL = "the audit trail is append-only"
_ARCHIVED = "(SELECT COALESCE(MAX(last_id), 0) FROM auth_audit_archive)"
_UPGRADE = {
    "sqlite": [
        "DROP TRIGGER auth_audit_event_no_delete",
        f"""CREATE TRIGGER auth_audit_event_no_delete BEFORE DELETE ON auth_audit_event
        WHEN OLD.id > {_ARCHIVED} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
        *(
            f"""CREATE TRIGGER auth_audit_archive_no_{verb} BEFORE {verb} ON auth_audit_archive
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"""
            for verb in ("update", "delete")
        ),
    ],
    "postgresql": [
        "DROP TRIGGER auth_audit_event_append_only ON auth_audit_event",
        """CREATE TRIGGER auth_audit_event_append_only
        BEFORE UPDATE OR TRUNCATE ON auth_audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION auth_audit_event_refuse()""",
        f"""CREATE FUNCTION auth_audit_event_keep() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF OLD.id > {_ARCHIVED} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
        RETURN OLD; END $$""",
        """CREATE TRIGGER auth_audit_event_keep BEFORE DELETE ON auth_audit_event
        FOR EACH ROW EXECUTE FUNCTION auth_audit_event_keep()""",
        """CREATE TRIGGER auth_audit_archive_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON auth_audit_archive
        FOR EACH STATEMENT EXECUTE FUNCTION auth_audit_event_refuse()""",
    ],
}
_DOWNGRADE = {
    "sqlite": [
        "DROP TRIGGER auth_audit_event_no_delete",
        f"""CREATE TRIGGER auth_audit_event_no_delete BEFORE DELETE ON auth_audit_event
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    ],
    "postgresql": [
        "DROP TRIGGER auth_audit_event_keep ON auth_audit_event",
        "DROP FUNCTION auth_audit_event_keep",
        "DROP TRIGGER auth_audit_event_append_only ON auth_audit_event",
        """CREATE TRIGGER auth_audit_event_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON auth_audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION auth_audit_event_refuse()""",
    ],
}
_ADDED = (
    ("auth_refresh_token", "rotated_at"),
    ("auth_account", "disabled_at"),
    ("auth_client", "disabled_at"),
)


def upgrade() -> None:
    for table, column in _ADDED:
        op.add_column(table, sa.Column(column, UtcDateTime(), nullable=True))
    op.create_table(
        "auth_device_code",
        sa.Column("device_code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_code_hash", sa.String(length=64), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("interval", sa.Integer(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("polled_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("grant_id", sa.String(length=36), nullable=True),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["auth_client.id"],
            name="fk_auth_device_code_client_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["auth_grant.id"],
            name="fk_auth_device_code_grant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("device_code_hash", name="pk_auth_device_code"),
        sa.UniqueConstraint("user_code_hash", name="uq_auth_device_code_user_code_hash"),
    )
    for column in ("client_id", "expires_at", "grant_id"):
        op.create_index(f"ix_auth_device_code_{column}", "auth_device_code", [column])
    op.create_table(
        "auth_audit_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_auth_audit_archive"),
        sqlite_autoincrement=True,
    )
    for statement in _UPGRADE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in _DOWNGRADE[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("auth_audit_archive")
    op.drop_table("auth_device_code")
    for table, column in reversed(_ADDED):
        op.drop_column(table, column)
