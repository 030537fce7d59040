"""Tables of scopes and the scopes that they need in turn."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import UuidKey, reference
from armillary.db.base import Base


class Scope(Base):
    """What a token may be for, owned by the client that serves it.

    ``required_domains`` are those in each of which a person needs an identity. An ``advertised``
    scope can be looked up by everybody.
    """

    __tablename__ = "auth_scope"

    id: Mapped[UuidKey]
    client_id: Mapped[str] = reference("auth_client.id")
    scope_string: Mapped[str] = mapped_column(String(512), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
    advertised: Mapped[bool] = mapped_column(default=False)
    allows_refresh_token: Mapped[bool] = mapped_column(default=True)
    required_domains: Mapped[list[str]] = mapped_column(default=list)


class ScopeDependency(Base):
    """That a service needs another scope to do what the first one allows."""

    __tablename__ = "auth_scope_dependency"

    scope_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_scope.id", ondelete="CASCADE"), primary_key=True
    )
    dependent_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_scope.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    optional: Mapped[bool] = mapped_column(default=False)
    requires_refresh_token: Mapped[bool] = mapped_column(default=False)
