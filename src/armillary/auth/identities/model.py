"""Tables of accounts, their identities and passwords."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from armillary.auth.columns import Uuid, UuidKey, reference
from armillary.core.clock import utcnow
from armillary.db.base import Base


class Account(Base):
    """A person (or a service): the set of identities linked to one another.

    Once an operator has set ``disabled_at``, nobody signs in to it.
    """

    __tablename__ = "auth_account"

    id: Mapped[UuidKey]
    created: Mapped[datetime] = mapped_column(default=utcnow)
    disabled_at: Mapped[datetime | None]


class KnownProvider(Base):
    """Who vouches for identities, now or in the past.

    :cvar active: whether it still does; what it once vouched for keeps its name
    """

    __tablename__ = "auth_identity_provider"

    id: Mapped[UuidKey]
    name: Mapped[str] = mapped_column(String(255))
    short_name: Mapped[str] = mapped_column(String(40))
    domains: Mapped[list[str]]
    active: Mapped[bool]


class Identity(Base):
    """One name by which an account is known; the primary one is the ``sub`` of its tokens."""

    __tablename__ = "auth_identity"
    __table_args__ = (
        Index(
            "ix_auth_identity_primary",
            "account_id",
            unique=True,
            sqlite_where=text("is_primary"),
            postgresql_where=text("is_primary"),
        ),
    )

    id: Mapped[UuidKey]
    account_id: Mapped[str] = reference("auth_account.id")
    username: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str | None] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(255))
    email_verified_at: Mapped[datetime | None]
    organization: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[str] = mapped_column(String(16), default="used")
    identity_type: Mapped[str] = mapped_column(String(16), default="login")
    identity_provider: Mapped[Uuid]
    is_primary: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    provider: Mapped[KnownProvider] = relationship(
        primaryjoin=lambda: foreign(Identity.identity_provider) == KnownProvider.id,
        lazy="joined",
        viewonly=True,
    )


class Password(Base):
    """The argon2id hash with which a local identity signs in."""

    __tablename__ = "auth_password"

    identity_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_identity.id", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[str] = mapped_column(Text)
    changed: Mapped[datetime] = mapped_column(default=utcnow)
