"""A data directory: what lies where in it, what it remembers, and who may use it."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from armillary.core.errors import UsageError
from armillary.core.files import private_dir, write_private

DEFAULT_PORT = 8080


def default_data_dir() -> Path:
    """``$ARMILLARY_DATA_DIR``, or ``armillary`` in the user's data folder (XDG)."""
    if explicit := os.environ.get("ARMILLARY_DATA_DIR"):
        return Path(explicit)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "armillary"


@dataclass(frozen=True)
class Config:
    """What a data directory remembers of how it was started.

    :param port: the port chosen at the first start
    :param demo: whether it has the demonstration's user and storage
    """

    host: str = "127.0.0.1"
    port: int = 0
    public_url: str = ""
    database_url: str = ""
    demo: bool = True


class Deployment:
    """The files of one data directory (mode 0700)."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.absolute()
        self.keys_dir = self.data_dir / "keys"
        self.logs_dir = self.data_dir / "logs"
        self.bundle_file = self.data_dir / "ca-bundle.pem"
        self._config_file = self.data_dir / "config.json"
        self._settings_file = self.data_dir / "settings.json"
        self._state_file = self.data_dir / "state.json"

    def create(self) -> None:
        """Make the folders that are not there yet."""
        for folder in (self.data_dir, self.keys_dir, self.logs_dir):
            private_dir(folder)

    @property
    def config(self) -> Config | None:
        """What was remembered, or None before the first start."""
        document = _read_json(self._config_file)
        return Config(**document) if document else None

    def remember(self, config: Config) -> None:
        """Keep the configuration for later starts."""
        write_private(self._config_file, json.dumps(asdict(config), indent=1).encode())

    @property
    def environment(self) -> dict[str, str]:
        """The variables that :meth:`remember_environment` kept at the last start."""
        return _read_json(self._settings_file) or {}

    def remember_environment(self, environment: Mapping[str, str]) -> None:
        """Keep the settings for other commands, which must not apply shorter lifetimes by chance.

        :param environment: variables without secrets
        """
        write_private(self._settings_file, json.dumps(environment, indent=1).encode())

    def node_dir(self, name: str) -> Path:
        """The folder of a storage node that this data directory runs."""
        return self.data_dir / "nodes" / name

    def storage_dir(self, name: str) -> Path:
        """The directory that a demonstration node serves."""
        return self.data_dir / "storage" / name

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the data directory: one ``up`` at a time.

        :raises UsageError: another process holds it
        """
        with open(self.data_dir / "lock", "a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError(
                    f"Another 'armillary up' is using {self.data_dir}. Stop it first, or give "
                    "this one a data directory of its own with --data-dir."
                ) from None
            yield

    def announce(self, state: Mapping[str, Any]) -> None:
        """Tell other commands how to reach what is running."""
        write_private(self._state_file, json.dumps(state).encode())

    def withdraw(self) -> None:
        """Nothing is running any more."""
        self._state_file.unlink(missing_ok=True)

    def running(self) -> dict[str, Any] | None:
        """What :meth:`announce` told, if whoever told it still lives."""
        state = _read_json(self._state_file)
        return state if state and _alive(state["pid"]) else None


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        document: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return document


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
