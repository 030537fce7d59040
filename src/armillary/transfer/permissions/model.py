"""Tables of access rules and roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.base import Base

_ID = String(36)


class AccessRule(Base):
    """What somebody may do below a directory of a guest collection."""

    __tablename__ = "access_rule"
    __table_args__ = (
        Index("ix_access_rule_principal", "principal", "principal_type"),
        Index(
            "uq_access_rule_whole",
            *("collection_id", "principal_type", "principal", "path", "permissions"),
            unique=True,
        ),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    principal_type: Mapped[str] = mapped_column(String(32))
    # The id of an identity or group; empty where the type says it all.
    principal: Mapped[str] = mapped_column(_ID)
    path: Mapped[str] = mapped_column(Text)
    permissions: Mapped[str] = mapped_column(String(2))
    create_time: Mapped[datetime] = mapped_column(default=utcnow)
    expiration_date: Mapped[datetime | None]


class EndpointRole(Base):
    """A role of an identity or group on an endpoint or collection."""

    __tablename__ = "endpoint_role"
    __table_args__ = (
        Index("ix_endpoint_role_principal", "principal", "principal_type"),
        Index(
            "uq_endpoint_role_whole",
            *("collection_id", "principal_type", "principal", "role"),
            unique=True,
        ),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(ForeignKey("collection.id", ondelete="CASCADE"))
    principal_type: Mapped[str] = mapped_column(String(32))
    principal: Mapped[str] = mapped_column(_ID)
    role: Mapped[str] = mapped_column(String(32))
