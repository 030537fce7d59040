"""The table of device codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import SecretHashKey, reference
from armillary.db.base import Base


class DeviceCode(Base):
    """A device's wish to log somebody in (RFC 8628 section 3.2), kept after use.

    ``parameters`` are those of an authorization request. Once somebody has decided, ``decided_at``
    is set; ``grant_id`` and ``scope`` are what was allowed, absent when it was denied.
    ``interval`` is in seconds and grows when the device polls too often.
    """

    __tablename__ = "auth_device_code"

    device_code_hash: Mapped[SecretHashKey]
    user_code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    client_id: Mapped[str] = reference("auth_client.id")
    parameters: Mapped[dict[str, Any]]
    interval: Mapped[int]
    created: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    polled_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    grant_id: Mapped[str | None] = mapped_column(
        String(36), ForeignKey("auth_grant.id", ondelete="CASCADE"), index=True
    )
    scope: Mapped[str | None] = mapped_column(Text)
