"""The table of policies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import UuidKey, reference
from armillary.core.clock import utcnow
from armillary.db.base import Base


class Policy(Base):
    """An authentication policy of a project.

    ``authentication_assurance_timeout`` is in seconds since the sign-in; a list of domains that
    is absent sets no condition.
    """

    __tablename__ = "auth_policy"

    id: Mapped[UuidKey]
    project_id: Mapped[str] = reference("auth_project.id")
    display_name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
    high_assurance: Mapped[bool]
    authentication_assurance_timeout: Mapped[int | None]
    required_mfa: Mapped[bool]
    domain_constraints_include: Mapped[list[str] | None]
    domain_constraints_exclude: Mapped[list[str] | None]
    created: Mapped[datetime] = mapped_column(default=utcnow)
