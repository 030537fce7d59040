"""Hashing of passwords: argon2id, a bounded number at a time."""

from __future__ import annotations

import os
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_LENGTH = 1024
MIN_LENGTH = 12

_hasher = PasswordHasher()
# Each hash takes 64 MiB and four threads for some 50 ms: unbounded, sign-ins could exhaust memory.
_slots = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def hash_password(password: str) -> str:
    """The argon2id hash in PHC form (RFC 9106)."""
    with _slots:
        return _hasher.hash(password)


# What an unknown username's password is checked against, so that it takes as long: the hash of a
# random password that nobody kept, with the same parameters.
_DUMMY = (
    "$argon2id$v=19$m=65536,t=3,p=4$eM8nLFR5ZzQbIBBRARVe6Q"
    "$+U8siaycKT4KOxgVl4EijgFTBYC6I2FleS1cG1CUrhE"
)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is right; as slow for a username that does not exist.

    :param stored: the identity's hash, or None when there is no such identity
    """
    acceptable = stored is not None and len(password) <= MAX_LENGTH
    with _slots:
        try:
            return _hasher.verify(stored or _DUMMY, password[:MAX_LENGTH]) and acceptable
        except (VerificationError, InvalidHashError):
            return False
