"""What a username may be."""

from __future__ import annotations

import re

from armillary.auth.identities.providers import CLIENTS

USERNAME = re.compile(r"[a-z][a-z0-9._@+-]{0,254}")


def is_reserved(username: str) -> bool:
    """Whether the username belongs to the identities that clients have."""
    return username.rpartition("@")[2] in CLIENTS.domains
