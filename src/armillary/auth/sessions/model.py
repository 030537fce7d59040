"""Tables of browser sessions, the authentications in them, and failed attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import Uuid, UuidKey, reference
from armillary.db.base import Base


class BrowserSession(Base):
    """One signed-in browser; its cookie's secret is stored as a hash."""

    __tablename__ = "auth_session"

    id: Mapped[UuidKey]
    cookie_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = reference("auth_account.id")
    created: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str | None] = mapped_column(String(255))
    address: Mapped[str | None] = mapped_column(String(64))


class Authentication(Base):
    """That an identity proved itself in a session, when and how (OIDC ``auth_time``, ``amr``)."""

    __tablename__ = "auth_authentication"

    session_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_session.id", ondelete="CASCADE"), primary_key=True
    )
    identity_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_identity.id", ondelete="CASCADE"), primary_key=True
    )
    idp: Mapped[Uuid]
    auth_time: Mapped[datetime]
    amr: Mapped[list[str]]


class FailedLogin(Base):
    """A wrong password or code, or a mail asked for, kept as long as the throttle looks back."""

    __tablename__ = "auth_failed_login"
    __table_args__ = (
        Index("ix_auth_failed_login_username_at", "username_hash", "at"),
        Index("ix_auth_failed_login_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
