"""Access rules, roles, bookmarks, pause rules, and an index of words for the endpoint search."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from armillary.db.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Beginnings of words are ranges of an index only in an order by bytes.
_WORD = sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql")
# The weightiest come last, so that they count.
_WEIGHTS = {
    "owner_string": 1,
    "description": 1,
    "keywords": 2,
    "organization": 2,
    "department": 2,
    "display_name": 4,
}
_PAUSES = (
    "pause_ls",
    "pause_mkdir",
    "pause_symlink",
    "pause_rename",
    "pause_task_delete",
    "pause_task_transfer_write",
    "pause_task_transfer_read",
)


def upgrade() -> None:
    op.add_column(
        "collection",
        sa.Column("details", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
    )
    op.create_index("ix_collection_mapped_collection_id", "collection", ["mapped_collection_id"])
    op.create_index("ix_collection_endpoint_id", "collection", ["endpoint_id"])
    op.create_index(
        "ix_collection_name", "collection", ["display_name", "id", "public", "entity_type"]
    )
    op.create_table(
        "deleted_collection",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("deleted", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deleted_collection"),
    )
    _permissions()
    _bookmarks()
    _manager()
    _task_columns()
    _words()


def _of_collection(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["collection_id"],
        ["collection.id"],
        name=f"fk_{table}_collection_id",
        ondelete="CASCADE",
    )


def _permissions() -> None:
    op.create_table(
        "access_rule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("principal_type", sa.String(length=32), nullable=False),
        sa.Column("principal", sa.String(length=36), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("permissions", sa.String(length=2), nullable=False),
        sa.Column("create_time", UtcDateTime(), nullable=False),
        sa.Column("expiration_date", UtcDateTime(), nullable=True),
        _of_collection("access_rule"),
        sa.PrimaryKeyConstraint("id", name="pk_access_rule"),
    )
    op.create_index("ix_access_rule_principal", "access_rule", ["principal", "principal_type"])
    op.create_index(
        "uq_access_rule_whole",
        "access_rule",
        ["collection_id", "principal_type", "principal", "path", "permissions"],
        unique=True,
    )
    op.create_table(
        "endpoint_role",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("principal_type", sa.String(length=32), nullable=False),
        sa.Column("principal", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        _of_collection("endpoint_role"),
        sa.PrimaryKeyConstraint("id", name="pk_endpoint_role"),
    )
    op.create_index("ix_endpoint_role_principal", "endpoint_role", ["principal", "principal_type"])
    op.create_index(
        "uq_endpoint_role_whole",
        "endpoint_role",
        ["collection_id", "principal_type", "principal", "role"],
        unique=True,
    )


def _bookmarks() -> None:
    op.create_table(
        "bookmark",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bookmark"),
    )
    op.create_index("uq_bookmark_name", "bookmark", ["owner_id", "name"], unique=True)


def _manager() -> None:
    op.create_table(
        "pause_rule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("identity_id", sa.String(length=36), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("start_time", UtcDateTime(), nullable=False),
        sa.Column("modified_by_id", sa.String(length=36), nullable=False),
        sa.Column("created_by_host_manager", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in _PAUSES),
        _of_collection("pause_rule"),
        sa.PrimaryKeyConstraint("id", name="pk_pause_rule"),
    )
    op.create_index("ix_pause_rule_collection_id", "pause_rule", ["collection_id"])
    op.create_table(
        "admin_cancel",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("requested", UtcDateTime(), nullable=False),
        sa.Column("task_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_admin_cancel"),
    )


def _task_columns() -> None:
    nothing, root = sa.text("'{}'"), sa.text("'/'")
    op.add_column("task", sa.Column("paused_since", UtcDateTime(), nullable=True))
    op.add_column(
        "task", sa.Column("admin_pauses", sa.JSON(), nullable=False, server_default=nothing)
    )
    op.add_column("task", sa.Column("canceled_by_admin", sa.String(length=16), nullable=True))
    op.add_column("task", sa.Column("canceled_by_admin_message", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("stop_code", sa.String(length=64), nullable=True))
    op.add_column("task", sa.Column("stop_description", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("source_root", sa.Text(), nullable=False, server_default=root))
    op.add_column(
        "task", sa.Column("destination_root", sa.Text(), nullable=False, server_default=root)
    )
    op.create_index("ix_task_source", "task", ["source_id", "status"])
    op.create_index("ix_task_destination", "task", ["destination_id", "status"])


def _words() -> None:
    op.create_table(
        "collection_word",
        sa.Column("collection_id", sa.String(length=36), nullable=False),
        sa.Column("word", _WORD, nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        _of_collection("collection_word"),
        sa.PrimaryKeyConstraint("collection_id", "word", name="pk_collection_word"),
    )
    op.create_index(
        "ix_collection_word_word", "collection_word", ["word", "collection_id", "weight"]
    )
    connection = op.get_bind()
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("id", *_WEIGHTS)]
    rows = connection.execute(sa.select(*columns).select_from(sa.table("collection", *columns)))
    table = sa.table(
        "collection_word", sa.column("collection_id"), sa.column("word"), sa.column("weight")
    )
    if words := [word for row in rows for word in _words_of(row)]:
        connection.execute(sa.insert(table), words)
    op.drop_column("collection", "search_text")


def _words_of(row: Any) -> list[dict[str, Any]]:
    found: dict[str, int] = {}
    for field, weight in _WEIGHTS.items():
        text = "".join(c if c.isalnum() else " " for c in (getattr(row, field) or "").lower())
        found |= {word[:64]: weight for word in text.split()}
    return [
        {"collection_id": row.id, "word": word, "weight": weight} for word, weight in found.items()
    ]


def downgrade() -> None:
    op.add_column(
        "collection", sa.Column("search_text", sa.Text(), nullable=False, server_default="")
    )
    for table in (
        "collection_word",
        "admin_cancel",
        "pause_rule",
        "bookmark",
        "endpoint_role",
        "access_rule",
        "deleted_collection",
    ):
        op.drop_table(table)
    for index in ("ix_task_source", "ix_task_destination"):
        op.drop_index(index, "task")
    for index in ("mapped_collection_id", "endpoint_id", "name"):
        op.drop_index(f"ix_collection_{index}", "collection")
    for column in (
        "paused_since",
        "admin_pauses",
        "canceled_by_admin",
        "canceled_by_admin_message",
        "stop_code",
        "stop_description",
        "source_root",
        "destination_root",
    ):
        op.drop_column("task", column)
    op.drop_column("collection", "details")
