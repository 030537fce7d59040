"""Recovery codes: what they look like."""

from __future__ import annotations

import base64
import secrets

from armillary.core.ids import secret_hash

COUNT = 10
# 80 bits: enough for a plain hash, short enough to be typed from paper.
_BYTES = 10
_GROUP = 4


def new_code() -> str:
    """Sixteen letters and digits in groups of four."""
    text = base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()
    return "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))


def code_hash(identity_id: str, code: str) -> str:
    """The stored form. Case, spaces and hyphens don't count."""
    plain = "".join(letter for letter in code.lower() if letter not in " -")
    return secret_hash(f"recovery:{identity_id}:{plain}")
