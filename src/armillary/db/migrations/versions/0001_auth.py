"""The tables of Auth."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The audit trail only grows: the database itself refuses anything else.
_APPEND_ONLY = {
    "sqlite": [
        f"""CREATE TRIGGER auth_audit_event_no_{verb} BEFORE {verb} ON auth_audit_event
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"""
        for verb in ("update", "delete")
    ],
    "postgresql": [
        """CREATE FUNCTION auth_audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$""",
        """CREATE TRIGGER auth_audit_event_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON auth_audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION auth_audit_event_refuse()""",
    ],
}


def upgrade() -> None:
    op.create_table(
        "auth_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_auth_account"),
    )
    op.create_table(
        "auth_audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=255), nullable=True),
        sa.Column("client", sa.String(length=36), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_auth_audit_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_auth_audit_event_event_at", "auth_audit_event", ["event", "at"])
    op.create_table(
        "auth_failed_login",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_auth_failed_login"),
    )
    op.create_index("ix_auth_failed_login_address_at", "auth_failed_login", ["address", "at"])
    op.create_index(
        "ix_auth_failed_login_username_at", "auth_failed_login", ["username_hash", "at"]
    )
    op.create_table(
        "auth_project",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("display_name", sa.String(length=255), nullable=False),
        sa.Column("contact_email", sa.String(length=255), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_auth_project"),
    )
    op.create_table(
        "auth_client",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("client_type", sa.String(length=64), nullable=False),
        sa.Column("project_id", sa.String(length=36), nullable=True),
        sa.Column("parent_client_id", sa.String(length=36), nullable=True),
        sa.Column("is_template", sa.Boolean(), nullable=False),
        sa.Column("resource_server_name", sa.String(length=255), nullable=True),
        sa.Column("redirect_uris", sa.JSON(), nullable=False),
        sa.Column("fqdns", sa.JSON(), nullable=False),
        sa.Column("terms_and_conditions", sa.String(length=2048), nullable=True),
        sa.Column("privacy_policy", sa.String(length=2048), nullable=True),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("required_idp", sa.String(length=36), nullable=True),
        sa.Column("preselect_idp", sa.String(length=36), nullable=True),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_client_id"],
            ["auth_client.id"],
            name="fk_auth_client_parent_client_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["auth_project.id"],
            name="fk_auth_client_project_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_client"),
        sa.UniqueConstraint("resource_server_name", name="uq_auth_client_resource_server_name"),
    )
    op.create_index("ix_auth_client_parent_client_id", "auth_client", ["parent_client_id"])
    op.create_index("ix_auth_client_project_id", "auth_client", ["project_id"])
    op.create_table(
        "auth_identity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("username", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("organization", sa.String(length=255), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("identity_type", sa.String(length=16), nullable=False),
        sa.Column("identity_provider", sa.String(length=36), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["auth_account.id"],
            name="fk_auth_identity_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_identity"),
        sa.UniqueConstraint("username", name="uq_auth_identity_username"),
    )
    op.create_index("ix_auth_identity_account_id", "auth_identity", ["account_id"])
    op.create_table(
        "auth_session",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("cookie_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["auth_account.id"],
            name="fk_auth_session_account_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_session"),
        sa.UniqueConstraint("cookie_hash", name="uq_auth_session_cookie_hash"),
    )
    op.create_index("ix_auth_session_account_id", "auth_session", ["account_id"])
    op.create_table(
        "auth_authentication",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("idp", sa.String(length=36), nullable=False),
        sa.Column("auth_time", UtcDateTime(), nullable=False),
        sa.Column("amr", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["auth_identity.id"],
            name="fk_auth_authentication_identity_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["auth_session.id"],
            name="fk_auth_authentication_session_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "identity_id", name="pk_auth_authentication"),
    )
    op.create_table(
        "auth_client_credential",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["auth_client.id"],
            name="fk_auth_client_credential_client_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_client_credential"),
        sa.UniqueConstraint("secret_hash", name="uq_auth_client_credential_secret_hash"),
    )
    op.create_index("ix_auth_client_credential_client_id", "auth_client_credential", ["client_id"])
    op.create_table(
        "auth_grant",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("authentications", sa.JSON(), nullable=False),
        sa.Column("offline", sa.Boolean(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["auth_client.id"], name="fk_auth_grant_client_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["auth_identity.id"],
            name="fk_auth_grant_identity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_grant"),
    )
    op.create_index("ix_auth_grant_client_id", "auth_grant", ["client_id"])
    op.create_index("ix_auth_grant_identity_id", "auth_grant", ["identity_id"])
    op.create_table(
        "auth_password",
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("changed", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["auth_identity.id"],
            name="fk_auth_password_identity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("identity_id", name="pk_auth_password"),
    )
    op.create_table(
        "auth_project_admin",
        sa.Column("project_id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["auth_identity.id"],
            name="fk_auth_project_admin_identity_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["auth_project.id"],
            name="fk_auth_project_admin_project_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "identity_id", name="pk_auth_project_admin"),
    )
    op.create_index("ix_auth_project_admin_identity_id", "auth_project_admin", ["identity_id"])
    op.create_table(
        "auth_scope",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("scope_string", sa.String(length=512), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("advertised", sa.Boolean(), nullable=False),
        sa.Column("allows_refresh_token", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["auth_client.id"], name="fk_auth_scope_client_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_scope"),
        sa.UniqueConstraint("scope_string", name="uq_auth_scope_scope_string"),
    )
    op.create_index("ix_auth_scope_client_id", "auth_scope", ["client_id"])
    op.create_table(
        "auth_access_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.String(length=36), nullable=False),
        sa.Column("resource_server", sa.String(length=255), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["auth_grant.id"],
            name="fk_auth_access_token_grant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_auth_access_token"),
    )
    op.create_index("ix_auth_access_token_expires_at", "auth_access_token", ["expires_at"])
    op.create_index(
        "ix_auth_access_token_family", "auth_access_token", ["grant_id", "resource_server"]
    )
    op.create_table(
        "auth_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.String(length=36), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("code_challenge", sa.String(length=43), nullable=True),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["auth_grant.id"], name="fk_auth_code_grant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name="pk_auth_code"),
    )
    op.create_index("ix_auth_code_grant_id", "auth_code", ["grant_id"])
    op.create_table(
        "auth_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("identity_id", sa.String(length=36), nullable=False),
        sa.Column("app_id", sa.String(length=36), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("scope_id", sa.String(length=36), nullable=False),
        sa.Column("allows_refresh", sa.Boolean(), nullable=False),
        sa.Column("auto_approved", sa.Boolean(), nullable=False),
        sa.Column("atomically_revocable", sa.Boolean(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("updated", UtcDateTime(), nullable=False),
        sa.Column("last_used", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["app_id"], ["auth_client.id"], name="fk_auth_consent_app_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["client_id"], ["auth_client.id"], name="fk_auth_consent_client_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["auth_identity.id"],
            name="fk_auth_consent_identity_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["auth_consent.id"], name="fk_auth_consent_parent_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scope_id"], ["auth_scope.id"], name="fk_auth_consent_scope_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_auth_consent"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_auth_consent_app_id", "auth_consent", ["app_id"])
    op.create_index("ix_auth_consent_client_id", "auth_consent", ["client_id"])
    op.create_index("ix_auth_consent_identity_app", "auth_consent", ["identity_id", "app_id"])
    op.create_index("ix_auth_consent_scope_id", "auth_consent", ["scope_id"])
    op.create_index("uq_auth_consent_child", "auth_consent", ["parent_id", "scope_id"], unique=True)
    op.create_index(
        "uq_auth_consent_root",
        "auth_consent",
        ["identity_id", "app_id", "scope_id"],
        unique=True,
        sqlite_where=sa.text("parent_id IS NULL"),
        postgresql_where=sa.text("parent_id IS NULL"),
    )
    op.create_table(
        "auth_refresh_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("grant_id", sa.String(length=36), nullable=False),
        sa.Column("resource_server", sa.String(length=255), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created", UtcDateTime(), nullable=False),
        sa.Column("last_used", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"],
            ["auth_grant.id"],
            name="fk_auth_refresh_token_grant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name="pk_auth_refresh_token"),
    )
    op.create_index(
        "ix_auth_refresh_token_family", "auth_refresh_token", ["grant_id", "resource_server"]
    )
    op.create_table(
        "auth_scope_dependency",
        sa.Column("scope_id", sa.String(length=36), nullable=False),
        sa.Column("dependent_id", sa.String(length=36), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("requires_refresh_token", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dependent_id"],
            ["auth_scope.id"],
            name="fk_auth_scope_dependency_dependent_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scope_id"],
            ["auth_scope.id"],
            name="fk_auth_scope_dependency_scope_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scope_id", "dependent_id", name="pk_auth_scope_dependency"),
    )
    op.create_index(
        "ix_auth_scope_dependency_dependent_id", "auth_scope_dependency", ["dependent_id"]
    )
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("auth_scope_dependency")
    op.drop_table("auth_refresh_token")
    op.drop_table("auth_consent")
    op.drop_table("auth_code")
    op.drop_table("auth_access_token")
    op.drop_table("auth_scope")
    op.drop_table("auth_project_admin")
    op.drop_table("auth_password")
    op.drop_table("auth_grant")
    op.drop_table("auth_client_credential")
    op.drop_table("auth_authentication")
    op.drop_table("auth_session")
    op.drop_table("auth_identity")
    op.drop_table("auth_client")
    op.drop_table("auth_project")
    op.drop_table("auth_failed_login")
    op.drop_table("auth_audit_event")
    op.drop_table("auth_account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION auth_audit_event_refuse")
