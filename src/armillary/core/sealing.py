"""Encryption of small values at rest (AES-256-GCM), under a key that the database never sees."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from armillary.core.files import private_dir, write_private

_NONCE_BYTES = 12


class Sealer:
    """Seals values, each to what it is about: moved to another row, it opens no more.

    :param key_file: made (256 bits, mode 0600) when absent
    :raises ValueError: the file does not hold such a key
    """

    def __init__(self, key_file: Path) -> None:
        if not key_file.exists():
            private_dir(key_file.parent)
            write_private(key_file, AESGCM.generate_key(256))
        self._cipher = AESGCM(key_file.read_bytes())

    def seal(self, value: bytes, *, about: str) -> bytes:
        """The encrypted form."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value, about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        """The value again.

        :raises cryptography.exceptions.InvalidTag: altered, about something else, or another key
        """
        nonce, encrypted = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return self._cipher.decrypt(nonce, encrypted, about.encode())
