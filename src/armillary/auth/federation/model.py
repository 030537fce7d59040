"""The table of who is who at other identity providers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import reference
from armillary.core.clock import utcnow
from armillary.db.base import Base


class FederatedSubject(Base):
    """That a provider's ``sub`` is an identity of ours: usernames there may change, it does not."""

    __tablename__ = "auth_federated_subject"

    provider_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    identity_id: Mapped[str] = reference("auth_identity.id")
    created: Mapped[datetime] = mapped_column(default=utcnow)
