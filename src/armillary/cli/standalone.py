"""Services without a supervisor of ours: each process is started by itself, on any machine."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from urllib.parse import urlsplit

from armillary.cli.deployment import Config, Deployment, default_data_dir
from armillary.cli.listening import listen
from armillary.core.addresses import is_loopback
from armillary.core.errors import UsageError
from armillary.core.settings import Settings


def settings_here() -> Settings:
    """The settings of this process, from its environment.

    :raises UsageError: one is absent or makes no sense
    """
    return Settings.from_env({"ARMILLARY_DATA_DIR": str(default_data_dir()), **os.environ})


def prepare_api(settings: Settings, host: str, port: int, *, tls: bool) -> socket.socket:
    """Make the data directory of an API process, and have it listen.

    ``armillary admin`` works on the directory afterwards.

    :param tls: whether the process itself does TLS
    :raises UsageError: others could reach it without TLS, the port is taken, or the database is
        that of a deployment whose keys are not here
    """
    behind_tls = tls or urlsplit(settings.base_url).scheme == "https"
    if not (is_loopback(host) or behind_tls):
        raise UsageError(
            f"{host} is reachable by others: give --tls-cert and --tls-key, or an "
            "ARMILLARY_BASE_URL of https:// when a proxy in front does TLS."
        )
    deployment = Deployment(settings.data_dir)
    deployment.create()
    if not _has_keys(settings) and _has_rows(settings.effective_database_url):
        raise UsageError(_KEYS_ELSEWHERE.format(place=settings.keys_dir))
    listener = listen(host, port)
    _remember(deployment, settings, host, listener.getsockname()[1])
    return listener


def need_keys(settings: Settings) -> None:
    """:raises UsageError: the keys of the deployment are not here"""
    if not _has_keys(settings):
        raise UsageError(_KEYS_ELSEWHERE.format(place=settings.keys_dir))


_KEYS_ELSEWHERE = (
    "The keys of this deployment are not in {place}. The first `armillary serve` makes them: copy "
    "its folder `keys` here (mode 0700, files 0600)."
)


def _has_keys(settings: Settings) -> bool:
    return (settings.keys_dir / "ca.key").exists()


def _has_rows(url: str) -> bool:
    from sqlalchemy import select
    from sqlalchemy.exc import DBAPIError

    from armillary.auth.clients.model import Client
    from armillary.db.engine import Database

    if url.startswith("sqlite"):
        return False  # it lies beside the keys
    database = Database(url)
    try:
        with database.read() as session:
            return session.scalar(select(Client.id).limit(1)) is not None
    except DBAPIError:
        return False  # no tables yet, or no database: whoever serves it says so
    finally:
        database.close()


def _remember(deployment: Deployment, settings: Settings, host: str, port: int) -> None:
    known = deployment.config or Config(demo=False)
    deployment.remember(
        replace(
            known,
            host=host,
            port=port,
            public_url=settings.base_url,
            database_url=settings.database_url,
        )
    )
    deployment.remember_environment(settings.public_env())
