"""The declarative base and the column types that both databases agree on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, LargeBinary, MetaData
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

# Names of constraints are fixed, so that migrations can name them on either database.
_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


_WITHOUT_ZONE = len("2026-01-31 12:34:56.123456")


class _SqliteTime(sqlite.DATETIME):
    """What SQLAlchemy stores times as in SQLite, written and read by Python itself.

    SQLAlchemy's own take several times as long, and every token has five times.
    """

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        def to_text(value: datetime | None) -> str | None:
            return None if value is None else value.isoformat(" ", "microseconds")[:_WITHOUT_ZONE]

        return to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        def to_time(text: str | None) -> datetime | None:
            return None if text is None else datetime.fromisoformat(text)

        return to_time


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which has no time zones, stores it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Times without zone and with all digits in SQLite."""
        kind = _SqliteTime() if dialect.name == "sqlite" else self.impl  # type: ignore[no-untyped-call]
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: use armillary.core.clock.utcnow()")
        return value if value.tzinfo is UTC else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PathBytes(TypeDecorator[str]):
    """A path as its bytes: what is not UTF-8 is text with lone surrogates (PEP 383) here."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else value.encode("utf-8", "surrogateescape")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else bytes(value).decode("utf-8", "surrogateescape")


class Base(DeclarativeBase):
    """Every table of the services; ids are UUID text, times are UTC."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[list[int]]: JSON,
        list[list[str]]: JSON,
        list[dict[str, Any]]: JSON,
    }
