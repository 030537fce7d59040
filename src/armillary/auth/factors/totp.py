"""One-time codes of authenticator apps (RFC 6238): six digits, thirty seconds."""

from __future__ import annotations

from datetime import datetime

import pyotp

from armillary.core.ids import secrets_equal

PERIOD = 30
# One step to either side, for clocks that are off and people who type slowly (section 5.2).
_STEPS = (-1, 0, 1)


def new_secret() -> str:
    """A secret of 160 bits (RFC 4226 section 4), in base32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, *, username: str, issuer: str) -> str:
    """The ``otpauth:`` address that apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def matching_step(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The time step whose code this is, or None.

    :param after: the last step used: its code and earlier ones count no more (section 5.2)
    """
    present = int(now.timestamp()) // PERIOD
    codes = pyotp.HOTP(secret)
    # All are compared, so that the time taken tells nothing.
    found = [step for step in (present + i for i in _STEPS) if secrets_equal(codes.at(step), code)]
    return max((step for step in found if step > after), default=None)
