"""A client's own credentials."""

from __future__ import annotations

import base64

from .base import StaticGlobusAuthorizer


class BasicAuthorizer(StaticGlobusAuthorizer):
    """A client's id and secret (RFC 7617).

    :param username: the client's id.
    :param password: its secret.
    """

    def __init__(self, username: str, password: str) -> None:
        self.username = username
        self.password = password
        pair = base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
        self.header_val = f"Basic {pair}"
