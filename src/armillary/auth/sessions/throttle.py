"""Slowing down guesses (NIST SP 800-63B section 5.2.2), and mail to people who want none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from armillary.auth.errors import TooManyAttempts
from armillary.auth.sessions.model import FailedLogin
from armillary.core.clock import utcnow
from armillary.core.ids import secret_hash

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limits:
    """How many attempts of a kind count within the window.

    :param per_subject_and_address: from one address at one account
    :param per_subject: from all addresses at one account
    :param message: what the person reads beyond that
    """

    kind: str
    per_subject_and_address: int
    per_subject: int
    message: str


_WAIT = "Wait a quarter of an hour."
PASSWORDS = Limits("password", 10, 50, f"Too many failed sign-ins. {_WAIT}")
# Six digits, three of them right at a time: few guesses, wherever they come from. Who gets this
# far knows the password.
CODES = Limits("code", 10, 10, f"Too many wrong codes. {_WAIT}")
# Signatures can't be guessed: this bounds the work, by address alone.
PASSKEYS = Limits("passkey", 30, 30, f"Too many failed sign-ins. {_WAIT}")
# 34 bits for a quarter of an hour, tried from one browser; further browsers by their address.
DEVICE_CODES = Limits("device", 10, 10, f"Too many wrong codes. {_WAIT}")
MAILS = Limits("mail", 3, 5, f"Too many mails were asked for. {_WAIT}")
# Clients made from templates, by address alone: everybody may make them.
INSTANCES = Limits("instance", 30, 30, f"Too many clients were made from here. {_WAIT}")
# Attempts of every kind, from one address at all accounts.
PER_ADDRESS = 100


def check_throttle(
    session: Session, subject: str, address: str, limits: Limits = PASSWORDS
) -> None:
    """Refuse an attempt after too many within the window.

    Known and unknown usernames count alike, so that the limit tells nothing.

    :param subject: the username, or the identity's id
    :raises TooManyAttempts: a pause is due
    """
    by_subject = FailedLogin.username_hash == _key(subject, limits)
    by_address = FailedLogin.address == address[:64]
    conditions = (
        (by_subject & by_address, limits.per_subject_and_address),
        (by_subject, limits.per_subject),
        (by_address, PER_ADDRESS),
    )
    since = FailedLogin.at > utcnow() - WINDOW
    for condition, limit in conditions:
        counted = session.scalar(select(func.count()).where(condition, since)) or 0
        if counted >= limit:
            raise TooManyAttempts(limits.message)


def note_attempt(session: Session, subject: str, address: str, limits: Limits = PASSWORDS) -> None:
    """Count an attempt, and forget those that no longer count."""
    now = utcnow()
    session.execute(delete(FailedLogin).where(FailedLogin.at <= now - WINDOW))
    key = _key(subject, limits)
    session.add(FailedLogin(username_hash=key, address=address[:64], at=now))


def count_attempt(session: Session, subject: str, address: str, limits: Limits) -> None:
    """Count an attempt of a kind that is bounded whether or not it succeeds.

    :raises TooManyAttempts: there were too many before
    """
    check_throttle(session, subject, address, limits)
    note_attempt(session, subject, address, limits)


def forget_attempts(
    session: Session, subject: str, address: str, limits: Limits = PASSWORDS
) -> None:
    """Start anew for an account after a success from this address."""
    session.execute(
        delete(FailedLogin).where(
            FailedLogin.username_hash == _key(subject, limits),
            FailedLogin.address == address[:64],
        )
    )


def _key(subject: str, limits: Limits) -> str:
    return secret_hash(f"{limits.kind}:{subject.lower()}")
