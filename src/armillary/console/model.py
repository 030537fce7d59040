"""The console's one table: its sign-in sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.db.base import Base


class ConsoleSession(Base):
    """What a browser has open in the console. Tokens in it are encrypted, its id is a hash."""

    __tablename__ = "console_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
