"""Decisions on device logins: what user codes look like, and when a poll is too early."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

LIFETIME = timedelta(minutes=15)
INTERVAL = 5
# RFC 8628 section 3.5: what each slow_down adds, on both sides.
SLOWER_BY = 5

# RFC 8628 section 6.1: no vowels, so that no words come about, and no digits, so that none is
# taken for a letter. Eight of twenty letters are 34 bits, for a quarter of an hour.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 8


def new_user_code() -> str:
    """A user code without its hyphen."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def shown(user_code: str) -> str:
    """The code as people see it: ``WDJB-MJHT``."""
    middle = _LENGTH // 2
    return f"{user_code[:middle]}-{user_code[middle:]}"


def normalized(typed: str) -> str | None:
    """The code that somebody typed, in whatever case and with whatever between the letters.

    None if it can't be one.
    """
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return code if len(code) == _LENGTH and set(code) <= set(_ALPHABET) else None


def is_too_early(polled_at: datetime | None, interval: int, now: datetime) -> bool:
    """Whether a device polls before its interval is over (RFC 8628 section 3.5)."""
    return polled_at is not None and now < polled_at + timedelta(seconds=interval)
