"""Token documents that end with the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import StorageAdapter

if TYPE_CHECKING:
    from ...services.auth import OAuthTokenResponse


class MemoryAdapter(StorageAdapter):
    """Keeps token documents in memory."""

    def __init__(self) -> None:
        self._tokens: dict[str, dict[str, Any]] = {}

    def store(self, token_response: OAuthTokenResponse) -> None:
        self._tokens.update(token_response.by_resource_server)

    def get_token_data(self, resource_server: str) -> dict[str, Any] | None:
        return self._tokens.get(resource_server)
