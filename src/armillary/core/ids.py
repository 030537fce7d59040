"""Identifiers and secrets, and the form in which secrets are stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
import uuid

_ALPHANUMERIC = string.ascii_letters + string.digits


def new_id() -> str:
    """A fresh lower-case hyphenated UUID, the form of every public id."""
    # What uuid4() gives, without the object in between, which costs most of it (RFC 9562, 5.4).
    octets = bytearray(secrets.token_bytes(16))
    octets[6] = octets[6] & 0x0F | 0x40
    octets[8] = octets[8] & 0x3F | 0x80
    text = octets.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in the hyphenated form, in any case."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def new_request_id() -> str:
    """Nine alphanumerics: the form of a Transfer request id."""
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(9))


def new_secret(entropy_bytes: int = 32) -> str:
    """A URL-safe random secret (token, code, client secret)."""
    return secrets.token_urlsafe(entropy_bytes)


def secret_hash(secret: str) -> str:
    """The stored form of a machine-made secret: its SHA-256 in hex.

    One fast hash is enough because these secrets carry 256 bits of entropy; passwords, which
    don't, are hashed with argon2id.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def secrets_equal(left: str, right: str) -> bool:
    """Compare two secrets (or their hashes) in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
