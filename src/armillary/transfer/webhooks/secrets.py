"""Webhooks' secrets at rest: encrypted under a key beside the database, each to its webhook."""

from __future__ import annotations

from pathlib import Path

from armillary.core.sealing import Sealer


def sealer_in(keys_dir: Path) -> Sealer:
    """What seals and opens them; its key is made when there is none."""
    return Sealer(keys_dir / "webhooks.key")


def sealed(sealer: Sealer, webhook_id: str, secret: str) -> bytes:
    """A secret as the database has it."""
    return sealer.seal(secret.encode(), about=_about(webhook_id))


def opened(sealer: Sealer, webhook_id: str, secret: bytes) -> str:
    """The secret again.

    :raises cryptography.exceptions.InvalidTag: another webhook's, or sealed with another key
    """
    return sealer.open(secret, about=_about(webhook_id)).decode()


def _about(webhook_id: str) -> str:
    return f"webhook {webhook_id}"
