"""Tokens that end with the process."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .base import TokenStorage
from .token_data import TokenStorageData

if TYPE_CHECKING:
    from ..globus_app import GlobusAppConfig


class MemoryTokenStorage(TokenStorage):
    """Keeps tokens in memory.

    :param namespace: a name; different objects never share tokens.
    """

    def __init__(self, *, namespace: str = "DEFAULT") -> None:
        super().__init__(namespace)
        self._tokens: dict[str, TokenStorageData] = {}

    @classmethod
    def for_globus_app(
        cls, client_id: uuid.UUID | str, app_name: str, config: GlobusAppConfig, namespace: str
    ) -> MemoryTokenStorage:
        """The storage of an app."""
        return cls(namespace=namespace)

    def store_token_data_by_resource_server(
        self, token_data_by_resource_server: Mapping[str, TokenStorageData]
    ) -> None:
        self._tokens.update(token_data_by_resource_server)

    def get_token_data_by_resource_server(self) -> dict[str, TokenStorageData]:
        return dict(self._tokens)

    def remove_token_data(self, resource_server: str) -> bool:
        return self._tokens.pop(resource_server, None) is not None
