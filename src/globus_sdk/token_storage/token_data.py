"""A token, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..exc import ValidationError

_TEXT = ("resource_server", "scope", "access_token")
_TEXT_OR_NONE = ("identity_id", "refresh_token", "token_type")


class TokenStorageData:
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
        self.resource_server = resource_server
        self.identity_id = identity_id
        self.scope = scope
        self.access_token = access_token
        self.refresh_token = refresh_token
        self.expires_at_seconds = expires_at_seconds
        self.token_type = token_type
        self.extra = dict(extra or {})
        self._check()

    def _check(self) -> None:
        for name in _TEXT:
            if not isinstance(getattr(self, name), str):
                raise ValidationError(f"{name!r} must be text.")
        for name in _TEXT_OR_NONE:
            if not isinstance(getattr(self, name), str | None):
                raise ValidationError(f"{name!r} must be text or None.")
        if not isinstance(self.expires_at_seconds, int):
            raise ValidationError("'expires_at_seconds' must be an integer.")

    def to_dict(self, include_extra: bool = False) -> dict[str, Any]:
        """The values that are stored, without those that are None.

        :param include_extra: whether to add ``extra``.
        """
        kept = {name: value for name, value in vars(self).items() if value is not None}
        extra = kept.pop("extra")
        return {**kept, **extra} if include_extra else kept

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TokenStorageData:
        """The token that :meth:`to_dict` gave; what it does not know becomes ``extra``."""
        known = {*_TEXT, *_TEXT_OR_NONE, "expires_at_seconds"}
        return cls(
            data["resource_server"],
            data.get("identity_id"),
            data["scope"],
            data["access_token"],
            data.get("refresh_token"),
            data["expires_at_seconds"],
            data.get("token_type"),
            {name: value for name, value in data.items() if name not in known},
        )
