"""A token, as it is stored."""

from __future__ import annotations

from typing import Any

from .._core.serializable import INTEGER, TEXT, Serializable, optional


class TokenStorageData(Serializable):
    """The token of one resource server.

    :param resource_server: the resource server.
    :param identity_id: whose token it is, as far as known.
    :param scope: what it is for.
    :param access_token: the access token.
    :param refresh_token: the refresh token, or None.
    :param expires_at_seconds: when the access token ends, in POSIX seconds.
    :param token_type: such as ``Bearer``.
    :param extra: further values; they are not stored.
    :raises ValidationError: a value of another type.
    """

    _checks = {
        "resource_server": TEXT,
        "identity_id": optional(TEXT),
        "scope": TEXT,
        "access_token": TEXT,
        "refresh_token": optional(TEXT),
        "expires_at_seconds": INTEGER,
        "token_type": optional(TEXT),
    }

    resource_server: str
    identity_id: str | None
    scope: str
    access_token: str
    refresh_token: str | None
    expires_at_seconds: int
    token_type: str | None

    def __init__(
        self,
        resource_server: str,
        identity_id: str | None,
        scope: str,
        access_token: str,
        refresh_token: str | None,
        expires_at_seconds: int,
        token_type: str | None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self._set(
            {
                "resource_server": resource_server,
                "identity_id": identity_id,
                "scope": scope,
                "access_token": access_token,
                "refresh_token": refresh_token,
                "expires_at_seconds": expires_at_seconds,
                "token_type": token_type,
            },
            extra,
        )

    def __repr__(self) -> str:
        """Without the tokens themselves."""
        shown = ("resource_server", "identity_id", "scope", "expires_at_seconds")
        values = [f"{name}={getattr(self, name)!r}" for name in shown]
        return f"{type(self).__name__}({', '.join(values)})"
