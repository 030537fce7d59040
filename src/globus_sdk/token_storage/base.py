"""What a token storage is."""

from __future__ import annotations

import abc
import contextlib
import os
import pathlib
import re
import sys
import threading
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from . import files
from .lock import FileLock, Lock
from .token_data import TokenStorageData

if TYPE_CHECKING:
    from ..globus_app import GlobusAppConfig
    from ..services.auth import IDTokenDecoder, OAuthTokenResponse


class TokenStorage(metaclass=abc.ABCMeta):
    """Keeps tokens, by resource server.

    :param namespace: tokens of different namespaces do not see each other.
    :ivar id_token_decoder: verifies the ``id_token`` of a response; by default, the response does.
    """

    id_token_decoder: IDTokenDecoder | None = None

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

    def renewal_lock(self) -> Lock:
        """Whoever renews tokens holds this lock, and reads the storage again under it."""
        lock: threading.Lock = vars(self).setdefault("_renewal_lock", threading.Lock())
        return lock

    def store_token_response(self, token_response: OAuthTokenResponse) -> None:
        """Store all tokens of a response.

        A refreshed token keeps its refresh token, unless the response has a new one (RFC 6749,
        section 6).
        """
        identity_id = self._extract_identity_id(token_response)
        former = self._refreshed_by(token_response)
        self.store_token_data_by_resource_server(
            {
                name: TokenStorageData.from_dict(
                    {
                        **document,
                        "identity_id": identity_id,
                        "refresh_token": document["refresh_token"] or former.get(name),
                    }
                )
                for name, document in token_response.by_resource_server.items()
            }
        )

    def _refreshed_by(self, token_response: OAuthTokenResponse) -> dict[str, str | None]:
        from ..services.auth import OAuthRefreshTokenResponse

        if not isinstance(token_response, OAuthRefreshTokenResponse):
            return {}
        held = self.get_token_data_by_resource_server()
        return {name: token.refresh_token for name, token in held.items()}

    def _extract_identity_id(self, token_response: OAuthTokenResponse) -> str | None:
        """Who logged in, where the response says so."""
        if not isinstance(token_response.data, dict) or not token_response.get("id_token"):
            return None
        if self.id_token_decoder is not None:
            claims = self.id_token_decoder.decode(token_response["id_token"])
        else:
            claims = token_response.decode_id_token()
        return str(claims["sub"])


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
        cls, client_id: uuid.UUID | str, app_name: str, config: GlobusAppConfig, namespace: str
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

    def user_only_umask(self) -> contextlib.AbstractContextManager[None]:
        """Files made in this block are for their owner only."""
        return files.user_only_umask()

    def renewal_lock(self) -> Lock:
        return FileLock(f"{self.filepath}.renewal-lock")


def _globus_directory() -> pathlib.Path:
    if sys.platform == "win32":
        return pathlib.Path(os.environ["LOCALAPPDATA"]) / "globus"
    return pathlib.Path.home() / ".globus"


def _file_name(app_name: str) -> str:
    """An app's name as that of a directory, on any system."""
    return re.sub(r'[<>:"/\\|?*]', "+", app_name.lower().replace(" ", "-"))
