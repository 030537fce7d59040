"""Tables of webhooks: who wants to hear of what, and what is still to be told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.base import Base

_ID = String(36)


class DeliveryStatus(StrEnum):
    """What became of a message; the last two are final."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


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


class WebhookDelivery(Base):
    """A message to a webhook, written in the transaction of the event that it tells of."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook", "webhook_id", "event_id"),
        Index("ix_webhook_delivery_due", "status", "due"),
        Index("ix_webhook_delivery_finished", "finished"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    task_id: Mapped[str] = mapped_column(_ID)
    event_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(64))
    # As it is sent, the same each time.
    body: Mapped[str] = mapped_column(Text, deferred=True)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    status: Mapped[str] = mapped_column(String(16), default=DeliveryStatus.PENDING)
    due: Mapped[datetime] = mapped_column(default=utcnow)
    # A sender's hold on the message, and which try it is: what a sender that was thought dead
    # finds out later counts no more.
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_attempt: Mapped[datetime | None]
    http_status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
    finished: Mapped[datetime | None]
