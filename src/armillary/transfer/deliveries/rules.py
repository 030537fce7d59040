"""How long one tries to deliver a message. No I/O."""

from __future__ import annotations

from datetime import timedelta

WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (0.1, 1, 5, 30, 2 * 60, 4 * 60, 8 * 60, 10 * 60)
)
"""Between one try and the next: about a day in all."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries in vain; None to give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
