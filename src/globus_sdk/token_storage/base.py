"""What a token storage is."""

from __future__ import annotations

import abc
import contextlib
import os
import pathlib
import re
import sys
import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from .token_data import TokenStorageData

if TYPE_CHECKING:
    from ..services.auth import OAuthTokenResponse


class TokenStorage(metaclass=abc.ABCMeta):
    """Keeps tokens, by resource server.

    :param namespace: tokens of different namespaces do not see each other.
    """

    def __init__(self, namespace: str = "DEFAULT") -> None:
        self.namespace = namespace

    @abc.abstractmethod
    def store_token_data_by_resource_server(
        self, token_data_by_resource_server: Mapping[str, TokenStorageData]
    ) -> None:
        """Store tokens in the place of those of the same resource servers."""

    @abc.abstractmethod
    def get_token_data_by_resource_server(self) -> dict[str, TokenStorageData]:
        """All tokens of the namespace."""

    @abc.abstractmethod
    def remove_token_data(self, resource_server: str) -> bool:
        """Forget a token; False if there was none."""

    def get_token_data(self, resource_server: str) -> TokenStorageData | None:
        """The token of a resource server, or None."""
        return self.get_token_data_by_resource_server().get(resource_server)

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Give back what the storage holds open."""

    def store_token_response(self, token_response: OAuthTokenResponse) -> None:
        """Store all tokens of a response."""
        identity_id = self._extract_identity_id(token_response)
        self.store_token_data_by_resource_server(
            {
                name: TokenStorageData.from_dict({**document, "identity_id": identity_id})
                for name, document in token_response.by_resource_server.items()
            }
        )

    def _extract_identity_id(self, token_response: OAuthTokenResponse) -> str | None:
        """Who logged in, where the response says so."""
        if isinstance(token_response.data, dict) and token_response.get("id_token"):
            return str(token_response.decode_id_token()["sub"])
        return None


class FileTokenStorage(TokenStorage, metaclass=abc.ABCMeta):
    """Keeps tokens in a file that nobody but its owner can read.

    :param filepath: the file; its directory is made if need be.
    :param namespace: tokens of different namespaces do not see each other.
    """

    file_format: ClassVar[str] = ""  # the end of the file's name, in an app's directory

    def __init__(self, filepath: pathlib.Path | str, *, namespace: str = "DEFAULT") -> None:
        super().__init__(namespace)
        self.filepath = str(filepath)
        pathlib.Path(self.filepath).parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    @classmethod
    def for_globus_app(
        cls, client_id: uuid.UUID | str, app_name: str, config: Any, namespace: str
    ) -> Self:
        """The storage of an app, in the user's home directory.

        :param client_id: the app's client.
        :param app_name: the app's name.
        :param config: the app's configuration, which names the environment.
        :param namespace: see above.
        """
        prefix = "" if config.environment == "production" else f"{config.environment}-"
        name = f"{prefix}tokens.{cls.file_format}"
        folder = _globus_directory() / "app" / str(client_id) / _file_name(app_name)
        return cls(folder / name, namespace=namespace)

    def file_exists(self) -> bool:
        """Whether the file is there."""
        return pathlib.Path(self.filepath).exists()

    @contextlib.contextmanager
    def user_only_umask(self) -> Iterator[None]:
        """Files made in this block are for their owner only."""
        before = os.umask(0o177)
        try:
            yield
        finally:
            os.umask(before)


def _globus_directory() -> pathlib.Path:
    if sys.platform == "win32":
        return pathlib.Path(os.environ["LOCALAPPDATA"]) / "globus"
    return pathlib.Path.home() / ".globus"


def _file_name(app_name: str) -> str:
    """An app's name as that of a directory, on any system."""
    return re.sub(r'[<>:"/\\|?*]', "+", app_name.lower().replace(" ", "-"))
