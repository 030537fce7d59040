"""What the tables of messages have in common: whose turn a message is, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.clock import utcnow
from armillary.core.ids import new_id


class DeliveryStatus(StrEnum):
    """What became of a message; the last two are final."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class Delivery:
    """A message, written in the transaction of what it tells of."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    created: Mapped[datetime] = mapped_column(default=utcnow)
    status: Mapped[str] = mapped_column(String(16), default=DeliveryStatus.PENDING)
    due: Mapped[datetime] = mapped_column(default=utcnow)
    # A sender's hold on the message, and which try it is: what a sender that was thought dead
    # finds out later counts no more.
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_attempt: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    finished: Mapped[datetime | None]
