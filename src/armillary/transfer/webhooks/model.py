"""Tables of webhooks: who wants to hear of what, and what is still to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.base import Base
from armillary.transfer.deliveries.model import Delivery

_ID = String(36)


class Webhook(Base):
    """A person's wish to be told of their tasks' events at a URL."""

    __tablename__ = "webhook"
    __table_args__ = (
        Index("ix_webhook_owner_id", "owner_id"),
        Index("ix_webhook_task_id", "task_id"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(_ID)
    url: Mapped[str] = mapped_column(Text)
    # The only task to tell of; all of the owner's where there is none.
    task_id: Mapped[str | None] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    # The codes to tell of; every one where there are none.
    events: Mapped[list[str]] = mapped_column(JSON, default=list)
    ended_only: Mapped[bool] = mapped_column(default=False)
    # Sealed: who reads the database can't sign.
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    # Since when nothing has arrived.
    failing_since: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None] = mapped_column(Text)


class WebhookDelivery(Delivery, Base):
    """A message to a webhook, written in the transaction of the event that it tells of."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook", "webhook_id", "event_id"),
        Index("ix_webhook_delivery_due", "status", "due"),
        Index("ix_webhook_delivery_finished", "finished"),
    )

    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    task_id: Mapped[str] = mapped_column(_ID)
    event_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(64))
    # As it is sent, the same each time.
    body: Mapped[str] = mapped_column(Text, deferred=True)
    http_status: Mapped[int | None]
