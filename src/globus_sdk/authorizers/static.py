"""Authorizers that hold one secret."""

from __future__ import annotations

import base64

from .base import StaticGlobusAuthorizer


class AccessTokenAuthorizer(StaticGlobusAuthorizer):
    """An access token that is never renewed (RFC 6750, section 2.1).

    :param access_token: the token.
    """

    def __init__(self, access_token: str) -> None:
        self.access_token = access_token
        self.header_val = f"Bearer {access_token}"


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
