"""What a deployment may set, and how a process hands it to its children."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from armillary.core.errors import UsageError
from armillary.core.reach import Reach

_PREFIX = "ARMILLARY_"
_DAY = 24 * 3600
# Least and most of each number: a slip of the pen must not make tokens that live for years, or
# that are dead before anybody can use them.
_BOUNDS = {
    "access_token_lifetime": (1, 30 * _DAY),
    "refresh_token_idle_lifetime": (3600, 3650 * _DAY),
    "refresh_grace": (0, 3600),
    "audit_retention": (0, 36500),
    "unused_instances": (0, 36500),
}
_SWITCH = {"1": True, "true": True, "on": True, "yes": True}
_SWITCH |= {"0": False, "false": False, "off": False, "no": False, "": False}


@dataclass(frozen=True)
class Settings:
    """The settings of one deployment; each is the environment variable ``ARMILLARY_<NAME>``.

    :param data_dir: where keys, the embedded database and node folders live (mode 0700)
    :param base_url: public URL of the services, without a final slash
    :param database_url: SQLAlchemy URL; empty means SQLite in the data directory
    :param access_token_lifetime: seconds that an access token lives
    :param refresh_token_idle_lifetime: seconds after its last use that a refresh token dies
    :param smtp_url: where mail goes, ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://``
    :param mail_from: the sender's address of that mail
    :param mailer: without SMTP: ``file`` (the default) below the data directory, or ``console``
    :param require_verified_email: ``yes`` or ``no``: whether people must prove their address
        before they sign in; empty means yes with SMTP and no without
    :param identity_providers: the file of other organizations' identity providers; empty means
        ``identity_providers.toml`` in the data directory
    :param refresh_rotation: whether each use of a refresh token gives another in its place
    :param refresh_grace: seconds for which a replaced refresh token still leads to its successor
    :param audit_retention: days that events stay in the audit trail before ``armillary admin
        retention`` moves them to a file; 0 for ever
    :param unused_instances: days that a client made from a template may wait for its first login
        before ``armillary admin retention`` removes it; 0 for ever
    :param metrics_token: bearer token with which others than this machine may read the metrics
    :param webhook_allow: hosts, addresses and networks, separated by commas, where webhooks may go
        besides public addresses by https
    :param node_hosts: names, addresses and networks that storage nodes may have besides loopback,
        separated by commas; they go into the authority, which is made at the first start
    :raises UsageError: a value makes no sense
    """

    data_dir: Path
    base_url: str
    database_url: str = ""
    access_token_lifetime: int = 48 * 3600
    refresh_token_idle_lifetime: int = int(timedelta(days=182).total_seconds())
    smtp_url: str = field(default="", repr=False)  # it may hold a password
    mail_from: str = ""
    mailer: str = "file"
    require_verified_email: str = ""
    identity_providers: str = ""

    refresh_rotation: bool = False
    refresh_grace: int = 60
    audit_retention: int = 0
    unused_instances: int = 30
    metrics_token: str = field(default="", repr=False)
    webhook_allow: str = ""
    node_hosts: str = ""

    def __post_init__(self) -> None:
        """Refuse what makes no sense, or would fail only when the first mail is due."""
        self._check_bounds()
        self._check_webhook_allow()
        self._check_node_hosts()
        if self.smtp_url and not _names_mail_server(self.smtp_url):
            raise UsageError(f"{_PREFIX}SMTP_URL must be smtp://host or smtps://host.")
        if self.smtp_url and "@" not in self.mail_from:
            raise UsageError(f"{_PREFIX}SMTP_URL needs {_PREFIX}MAIL_FROM, the sender's address.")
        if self.mailer not in ("file", "console"):
            raise UsageError(f"{_PREFIX}MAILER must be file or console.")
        if self.require_verified_email not in ("", "yes", "no"):
            raise UsageError(f"{_PREFIX}REQUIRE_VERIFIED_EMAIL must be yes or no.")

    def _check_bounds(self) -> None:
        for name, (least, most) in _BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                raise UsageError(
                    f"{_PREFIX}{name.upper()} must be between {least} and {most}, not "
                    f"{getattr(self, name)}."
                )

    def _check_webhook_allow(self) -> None:
        try:
            _ = self.webhook_reach
        except ValueError as error:
            raise UsageError(
                f"{_PREFIX}WEBHOOK_ALLOW must be hosts, addresses and networks, such as "
                f"hooks.lab.example, 10.1.0.0/16: {error}."
            ) from error

    def _check_node_hosts(self) -> None:
        for host in self.permitted_hosts:
            try:
                if "/" in host:
                    ipaddress.ip_network(host)
            except ValueError as error:
                raise UsageError(
                    f"{_PREFIX}NODE_HOSTS must be names, addresses and networks: {error}."
                ) from error

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings that :meth:`to_env` wrote.

        :raises UsageError: a required variable is absent, or one makes no sense
        """
        for name in ("DATA_DIR", "BASE_URL"):
            if _PREFIX + name not in environ:
                raise UsageError(f"{_PREFIX}{name} is not set; docs/operation.md says what to.")
        return cls(
            data_dir=Path(environ[_PREFIX + "DATA_DIR"]),
            base_url=environ[_PREFIX + "BASE_URL"].rstrip("/"),
            database_url=environ.get(_PREFIX + "DATABASE_URL", ""),
            **{
                name: environ.get(_PREFIX + name.upper(), getattr(cls, name))
                for name in (
                    "smtp_url",
                    "mail_from",
                    "mailer",
                    "require_verified_email",
                    "identity_providers",
                    "webhook_allow",
                    "node_hosts",
                )
            },
            access_token_lifetime=_number(environ, "access_token_lifetime"),
            refresh_token_idle_lifetime=_number(environ, "refresh_token_idle_lifetime"),
            refresh_rotation=_switch(environ, "refresh_rotation"),
            refresh_grace=_number(environ, "refresh_grace"),
            audit_retention=_number(environ, "audit_retention"),
            unused_instances=_number(environ, "unused_instances"),
            metrics_token=environ.get(_PREFIX + "METRICS_TOKEN", ""),
        )

    def to_env(self) -> dict[str, str]:
        """The variables from which a child process makes the same settings."""
        return {_PREFIX + f.name.upper(): str(getattr(self, f.name)) for f in fields(self)}

    def public_env(self) -> dict[str, str]:
        """Those of the variables that are no secret, and the same wherever the deployment lies."""
        private = {"data_dir", "base_url", "database_url", "metrics_token", "smtp_url"}
        names = {_PREFIX + name.upper() for name in private}
        return {name: value for name, value in self.to_env().items() if name not in names}

    @property
    def effective_database_url(self) -> str:
        """The database URL, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'armillary.db'}"

    @property
    def keys_dir(self) -> Path:
        """The folder of private keys (files of mode 0600)."""
        return self.data_dir / "keys"

    @property
    def mail_dir(self) -> Path:
        """The folder of mails that no server sends (files of mode 0600)."""
        return self.data_dir / "mail"

    @property
    def identity_providers_file(self) -> Path:
        """Where the identity providers of other organizations are configured."""
        return Path(self.identity_providers or self.data_dir / "identity_providers.toml")

    @property
    def verified_email_required(self) -> bool:
        """Whether people must prove their e-mail address before they sign in."""
        return self.require_verified_email == "yes" or (
            self.require_verified_email == "" and bool(self.smtp_url)
        )

    @property
    def webhook_reach(self) -> Reach:
        """Where webhooks may go."""
        return Reach.parse(self.webhook_allow)

    @property
    def auth_url(self) -> str:
        """Root of the Auth service, and the issuer of its id_tokens, without a final slash."""
        return f"{self.base_url}/auth"

    @property
    def transfer_url(self) -> str:
        """Root of the Transfer service, without a final slash."""
        return f"{self.base_url}/transfer"

    @property
    def permitted_hosts(self) -> tuple[str, ...]:
        """What storage nodes may be called, besides loopback."""
        return tuple(host.strip() for host in self.node_hosts.split(",") if host.strip())

    @property
    def secure(self) -> bool:
        """Whether browsers reach the services over TLS (cookies are then ``Secure``)."""
        return urlsplit(self.base_url).scheme == "https"


def _names_mail_server(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("smtp", "smtps") and bool(parts.hostname)


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(_PREFIX + name.upper(), "")
    try:
        return int(text) if text else int(getattr(Settings, name))
    except ValueError:
        raise UsageError(f"{_PREFIX}{name.upper()} must be a whole number, not {text!r}.") from None


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(_PREFIX + name.upper(), "").strip().lower()
    if text not in _SWITCH:
        raise UsageError(f"{_PREFIX}{name.upper()} must be on or off, not {text!r}.")
    return _SWITCH[text]
