"""What the storages of version 3 are."""

from __future__ import annotations

import abc
import contextlib
import pathlib
from typing import TYPE_CHECKING, Any

from .. import files

if TYPE_CHECKING:
    from ...services.auth import OAuthTokenResponse


class StorageAdapter(metaclass=abc.ABCMeta):
    """Keeps the token documents of responses, by resource server."""

    @abc.abstractmethod
    def store(self, token_response: OAuthTokenResponse) -> None:
        """Store all tokens of a response."""

    @abc.abstractmethod
    def get_token_data(self, resource_server: str) -> dict[str, Any] | None:
        """The token document of a resource server, or None."""

    def on_refresh(self, token_response: OAuthTokenResponse) -> None:
        """For an authorizer's ``on_refresh``: store the new tokens."""
        self.store(token_response)


class FileAdapter(StorageAdapter, metaclass=abc.ABCMeta):
    """Keeps them in a file."""

    filename: str

    def file_exists(self) -> bool:
        """Whether the file is there."""
        return pathlib.Path(self.filename).exists()

    def user_only_umask(self) -> contextlib.AbstractContextManager[None]:
        """Files made in this block are for their owner only."""
        return files.user_only_umask()
