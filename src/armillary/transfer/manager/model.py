"""Tables of pause rules and of cancellations by managers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.base import Base

_ID = String(36)


class PauseRule(Base):
    """What is not to happen on a collection (and on the guests on it) for now."""

    __tablename__ = "pause_rule"

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    collection_id: Mapped[str] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), index=True
    )
    # Whose tasks and operations; None: everybody's.
    identity_id: Mapped[str | None] = mapped_column(_ID)
    message: Mapped[str] = mapped_column(Text)
    start_time: Mapped[datetime] = mapped_column(default=utcnow)
    modified_by_id: Mapped[str] = mapped_column(_ID)
    created_by_host_manager: Mapped[bool] = mapped_column(default=False)
    pause_ls: Mapped[bool] = mapped_column(default=False)
    pause_mkdir: Mapped[bool] = mapped_column(default=False)
    pause_symlink: Mapped[bool] = mapped_column(default=False)
    pause_rename: Mapped[bool] = mapped_column(default=False)
    pause_task_delete: Mapped[bool] = mapped_column(default=False)
    pause_task_transfer_write: Mapped[bool] = mapped_column(default=False)
    pause_task_transfer_read: Mapped[bool] = mapped_column(default=False)


class AdminCancel(Base):
    """One call by which a manager cancelled tasks."""

    __tablename__ = "admin_cancel"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    requested_by: Mapped[str] = mapped_column(_ID)
    requested: Mapped[datetime] = mapped_column(default=utcnow)
    task_ids: Mapped[list[str]]
