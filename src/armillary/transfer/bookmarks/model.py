"""The table of bookmarks."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from armillary.core.ids import new_id
from armillary.db.base import Base

_ID = String(36)


class Bookmark(Base):
    """A person's name for a directory; it outlives the collection, and then says so."""

    __tablename__ = "bookmark"
    __table_args__ = (Index("uq_bookmark_name", "owner_id", "name", unique=True),)

    id: Mapped[str] = mapped_column(_ID, primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column(_ID)
    name: Mapped[str] = mapped_column(String(128))
    collection_id: Mapped[str] = mapped_column(_ID)
    path: Mapped[str] = mapped_column(Text)
