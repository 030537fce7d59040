"""Tables of groups and their members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.base import Base


class Group(Base):
    """A group; ``policies`` is its policies document."""

    __tablename__ = "groups_group"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
    terms_and_conditions: Mapped[str | None] = mapped_column(Text)
    policies: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=utcnow)


class Membership(Base):
    """What an identity is to a group, or was; identities are kept by another service."""

    __tablename__ = "groups_membership"

    group_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("groups_group.id", ondelete="CASCADE"), primary_key=True
    )
    identity_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    status_reason: Mapped[str | None] = mapped_column(Text)
    invite_email_address: Mapped[str | None] = mapped_column(String(255))
    invite_time: Mapped[datetime | None]
    updated: Mapped[datetime] = mapped_column(default=utcnow)
