"""Time: always aware, always UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utcnow() -> datetime:
    """The present moment, as an aware UTC datetime."""
    return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """``2026-01-31T18:04:49+00:00``: the form of times in Transfer documents."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()
