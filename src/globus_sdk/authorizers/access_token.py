"""An access token that stays as it is."""

from __future__ import annotations

from .base import StaticGlobusAuthorizer


class AccessTokenAuthorizer(StaticGlobusAuthorizer):
    """An access token that is never renewed (RFC 6750, section 2.1).

    :param access_token: the token.
    """

    def __init__(self, access_token: str) -> None:
        self.access_token = access_token
        self.header_val = f"Bearer {access_token}"
