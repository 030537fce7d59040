"""The endpoint that Connect Personal makes of this machine."""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING, Any

from ...exc import GlobusSDKUsageError
from .owner_info import OWNERS, GlobusConnectPersonalOwnerInfo

if TYPE_CHECKING:
    from ...services.auth import AuthClient


class LocalGlobusConnectPersonal:
    """Connect Personal, as its user on this machine has set it up.

    :param config_dir: its directory; by default ``~/.globusonline``, on Windows
        ``%LOCALAPPDATA%\\Globus Connect``.
    """

    def __init__(self, *, config_dir: str | None = None) -> None:
        self._config_dir = config_dir
        self._endpoint_id: str | None = None

    @property
    def config_dir(self) -> str:
        """Its directory.

        :raises GlobusSDKUsageError: on Windows, without ``LOCALAPPDATA``.
        """
        return self._config_dir or _default_config_dir()

    @property
    def _data_dir(self) -> pathlib.Path:
        directory = pathlib.Path(self.config_dir)
        return directory if _on_windows() else directory / "lta"

    @property
    def endpoint_id(self) -> str | None:
        """The endpoint's id, or None if there is no endpoint; kept, once found, until deleted."""
        if self._endpoint_id is None:
            try:
                content = (self._data_dir / "client-id.txt").read_text(encoding="utf-8")
            except FileNotFoundError:
                return None
            self._endpoint_id = content.strip()
        return self._endpoint_id

    @endpoint_id.deleter
    def endpoint_id(self) -> None:
        self._endpoint_id = None

    def get_owner_info(
        self, auth_client: AuthClient | None = None
    ) -> GlobusConnectPersonalOwnerInfo | dict[str, Any] | None:
        """Whose endpoint it is, or None if that cannot be told.

        :param auth_client: looks up the owner, whose identity document is returned then.
        :raises AuthAPIError: the owner could not be looked up.
        """
        owner = _first_owner(self._data_dir / "gridmap")
        if owner is None or auth_client is None:
            return owner
        wanted: dict[str, Any] = {"ids": owner.id} if owner.id else {"usernames": owner.username}
        return next((dict(found) for found in auth_client.get_identities(**wanted)), None)


def _first_owner(gridmap: pathlib.Path) -> GlobusConnectPersonalOwnerInfo | None:
    """The first owner in the file, or None if there is none that can be read."""
    try:
        lines = gridmap.read_text(encoding="utf-8").splitlines()
        line = next(line for line in lines if line.startswith(f'"{OWNERS}'))
        return GlobusConnectPersonalOwnerInfo(config_dn=line)
    except (FileNotFoundError, StopIteration, ValueError):
        return None


def _default_config_dir() -> str:
    if not _on_windows():
        return os.path.expanduser("~/.globusonline")  # noqa: PTH111 - a string, as documented
    if "LOCALAPPDATA" not in os.environ:
        raise GlobusSDKUsageError("LOCALAPPDATA is not set: pass a config_dir.")
    return str(pathlib.Path(os.environ["LOCALAPPDATA"]) / "Globus Connect")


def _on_windows() -> bool:
    return os.name == "nt"
