"""The table of the words under which collections are found."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from armillary.db.base import Base

WORD_LENGTH = 64
# Beginnings of words are ranges of an index only in an order by bytes, as SQLite has it anyway.
_WORD = String(WORD_LENGTH).with_variant(String(WORD_LENGTH, collation="C"), "postgresql")


class CollectionWord(Base):
    """A word of a collection's fields; the weight is that of the weightiest field it is in."""

    __tablename__ = "collection_word"
    __table_args__ = (Index("ix_collection_word_word", "word", "collection_id", "weight"),)

    collection_id: Mapped[str] = mapped_column(
        ForeignKey("collection.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    weight: Mapped[int]
