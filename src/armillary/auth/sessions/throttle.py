"""Slowing down guesses of passwords (NIST SP 800-63B section 5.2.2)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from armillary.auth.errors import TooManyAttempts
from armillary.auth.sessions.model import FailedLogin
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash

WINDOW = timedelta(minutes=15)
# One address guessing at one account, many addresses at one account, one address at many accounts.
PER_ACCOUNT_AND_ADDRESS = 10
PER_ACCOUNT = 50
PER_ADDRESS = 100


def check_throttle(session: Session, username: str, address: str) -> None:
    """Refuse a sign-in after too many failed ones within the window.

    Known and unknown usernames count alike, so that the limit tells nothing.

    :raises TooManyAttempts: a pause is due
    """
    by_account = FailedLogin.username_hash == _key(username)
    by_address = FailedLogin.address == address
    limits = (
        (by_account & by_address, PER_ACCOUNT_AND_ADDRESS),
        (by_account, PER_ACCOUNT),
        (by_address, PER_ADDRESS),
    )
    since = FailedLogin.at > utcnow() - WINDOW
    for condition, limit in limits:
        failures = session.scalar(select(func.count()).where(condition, since)) or 0
        if failures >= limit:
            raise TooManyAttempts("Too many failed sign-ins. Wait a quarter of an hour.")


def note_failure(session: Session, username: str, address: str) -> None:
    """Count a failed sign-in, and forget those that no longer count."""
    now = utcnow()
    session.execute(delete(FailedLogin).where(FailedLogin.at <= now - WINDOW))
    session.add(FailedLogin(username_hash=_key(username), address=address[:64], at=now))


def forget_failures(session: Session, username: str, address: str) -> None:
    """Start anew for an account after a successful sign-in from this address."""
    session.execute(
        delete(FailedLogin).where(
            FailedLogin.username_hash == _key(username), FailedLogin.address == address
        )
    )


def _key(username: str) -> str:
    return secret_hash(username.lower())
