"""The table of consents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import reference
from armillary.core.clock import utcnow
from armillary.db.base import Base

_IS_ROOT = text("parent_id IS NULL")


class Consent(Base):
    """A node of the forest: that ``client_id`` may use a scope for an identity.

    At the root ``client_id`` is the app (``app_id``); below it is the service that owns the
    parent's scope. ``app_id`` is the root's client on every node, so that one query finds the
    whole tree.
    """

    __tablename__ = "auth_consent"
    __table_args__ = (
        Index(
            "uq_auth_consent_root",
            "identity_id",
            "app_id",
            "scope_id",
            unique=True,
            sqlite_where=_IS_ROOT,
            postgresql_where=_IS_ROOT,
        ),
        Index("uq_auth_consent_child", "parent_id", "scope_id", unique=True),
        Index("ix_auth_consent_identity_app", "identity_id", "app_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("auth_consent.id", ondelete="CASCADE"))
    identity_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_identity.id", ondelete="CASCADE")
    )
    app_id: Mapped[str] = reference("auth_client.id")
    client_id: Mapped[str] = reference("auth_client.id")
    scope_id: Mapped[str] = reference("auth_scope.id")
    allows_refresh: Mapped[bool]
    auto_approved: Mapped[bool]
    atomically_revocable: Mapped[bool]
    created: Mapped[datetime] = mapped_column(default=utcnow)
    updated: Mapped[datetime] = mapped_column(default=utcnow)
    last_used: Mapped[datetime] = mapped_column(default=utcnow)
