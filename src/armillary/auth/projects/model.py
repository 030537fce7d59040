"""Tables of projects and their administrators."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import UuidKey
from armillary.core.clock import utcnow
from armillary.db.base import Base


class Project(Base):
    """A collection of clients with a shared list of administrators."""

    __tablename__ = "auth_project"

    id: Mapped[UuidKey]
    display_name: Mapped[str] = mapped_column(String(255))
    contact_email: Mapped[str] = mapped_column(String(255))
    created: Mapped[datetime] = mapped_column(default=utcnow)


class ProjectAdmin(Base):
    """An identity that may manage a project."""

    __tablename__ = "auth_project_admin"

    project_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_project.id", ondelete="CASCADE"), primary_key=True
    )
    identity_id: Mapped[str] = mapped_column(
        String(36),
        ForeignKey("auth_identity.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )


class ProjectAdminGroup(Base):
    """A group whose members may manage a project; groups are kept by a service of their own."""

    __tablename__ = "auth_project_admin_group"

    project_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("auth_project.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[str] = mapped_column(String(36), primary_key=True, index=True)
