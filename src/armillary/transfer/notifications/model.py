"""The table of mails that are still to be sent, or were lately."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.db.base import Base
from armillary.transfer.deliveries.model import Delivery

_ID = String(36)


class Notification(Delivery, Base):
    """A mail, written in the transaction of what it tells of."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_due", "status", "due"),
        Index("ix_notification_finished", "finished"),
        Index("ix_notification_task", "task_id"),
        Index("ix_notification_sender", "sender_id", "created"),
    )

    # Whose address it goes to: found when it is sent, for it may change, or be confirmed.
    identity_id: Mapped[str | None] = mapped_column(_ID)
    # Or the address itself, and who gave it.
    address: Mapped[str | None] = mapped_column(String(320))
    sender_id: Mapped[str | None] = mapped_column(_ID)
    # What it tells of, where that is a task, and the state that it has come to.
    task_id: Mapped[str | None] = mapped_column(_ID)
    task_status: Mapped[str | None] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
