"""The table of what was mailed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.auth.columns import SecretHashKey, reference
from armillary.db.base import Base


class MailedToken(Base):
    """A secret that was mailed; who brings it back reads that mail. The row goes when it is used.

    :ivar purpose: ``verify`` or ``reset``
    :ivar email: the address that it was mailed to
    """

    __tablename__ = "auth_mailed_token"

    token_hash: Mapped[SecretHashKey]
    purpose: Mapped[str] = mapped_column(String(16))
    identity_id: Mapped[str] = reference("auth_identity.id")
    email: Mapped[str] = mapped_column(String(255))
    expires_at: Mapped[datetime] = mapped_column(index=True)
