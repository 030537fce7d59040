"""What a deployment may set, and how a process hands it to its children."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

_PREFIX = "ARMILLARY_"


@dataclass(frozen=True)
class Settings:
    """The settings of one deployment; each is the environment variable ``ARMILLARY_<NAME>``.

    :param data_dir: where keys, the embedded database and node folders live (mode 0700)
    :param base_url: public URL of the services, without a final slash
    :param database_url: SQLAlchemy URL; empty means SQLite in the data directory
    :param access_token_lifetime: seconds that an access token lives
    :param refresh_token_idle_lifetime: seconds after its last use that a refresh token dies
    """

    data_dir: Path
    base_url: str
    database_url: str = ""
    access_token_lifetime: int = 48 * 3600
    refresh_token_idle_lifetime: int = int(timedelta(days=182).total_seconds())

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings that :meth:`to_env` wrote.

        :raises KeyError: a required variable is absent
        """
        return cls(
            data_dir=Path(environ[_PREFIX + "DATA_DIR"]),
            base_url=environ[_PREFIX + "BASE_URL"].rstrip("/"),
            database_url=environ.get(_PREFIX + "DATABASE_URL", ""),
            access_token_lifetime=int(
                environ.get(_PREFIX + "ACCESS_TOKEN_LIFETIME", cls.access_token_lifetime)
            ),
            refresh_token_idle_lifetime=int(
                environ.get(
                    _PREFIX + "REFRESH_TOKEN_IDLE_LIFETIME", cls.refresh_token_idle_lifetime
                )
            ),
        )

    def to_env(self) -> dict[str, str]:
        """The variables from which a child process makes the same settings."""
        return {_PREFIX + f.name.upper(): str(getattr(self, f.name)) for f in fields(self)}

    @property
    def effective_database_url(self) -> str:
        """The database URL, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'armillary.db'}"

    @property
    def keys_dir(self) -> Path:
        """The folder of private keys (files of mode 0600)."""
        return self.data_dir / "keys"

    @property
    def auth_url(self) -> str:
        """Root of the Auth service, and the issuer of its id_tokens, without a final slash."""
        return f"{self.base_url}/auth"

    @property
    def transfer_url(self) -> str:
        """Root of the Transfer service, without a final slash."""
        return f"{self.base_url}/transfer"

    @property
    def secure(self) -> bool:
        """Whether browsers reach the services over TLS (cookies are then ``Secure``)."""
        return urlsplit(self.base_url).scheme == "https"
