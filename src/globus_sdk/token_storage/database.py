"""SQLite databases with secrets."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Generator, Mapping
from typing import Any

from .._version import __version__
from .files import make_private

TOKENS = """
CREATE TABLE IF NOT EXISTS token_storage (
    namespace VARCHAR NOT NULL,
    resource_server VARCHAR NOT NULL,
    token_data_json VARCHAR NOT NULL,
    PRIMARY KEY (namespace, resource_server)
);
CREATE TABLE IF NOT EXISTS sdk_storage_adapter_internal (
    attribute VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (attribute)
);
"""
IN_MEMORY = ":memory:"
_PATIENCE_S = 30.0


class Database:
    """A database, connected to anew for each transaction: threads and forks cannot get in the way.

    One in memory has one connection, which threads use in turn.

    :param path: the file, or ``:memory:``.
    :param tables: the statements that make what is not there.
    :param schema_version: noted in a new database.
    :param connect_params: further arguments of ``sqlite3.connect``.
    """

    def __init__(
        self,
        path: str,
        tables: str,
        schema_version: str,
        connect_params: Mapping[str, Any] | None,
    ) -> None:
        self._path = path
        self._options = {"timeout": _PATIENCE_S, **(connect_params or {})}
        self._closed = False
        self._lock = threading.Lock()
        self._kept = self._connect(check_same_thread=False) if path == IN_MEMORY else None
        self._make(tables, schema_version)

    def _connect(self, **options: Any) -> sqlite3.Connection:
        settings: dict[str, Any] = {**self._options, **options}
        connection: sqlite3.Connection = sqlite3.connect(self._path, **settings)
        return connection

    def _make(self, tables: str, schema_version: str) -> None:
        about = {
            "globus-sdk.version": __version__,
            "globus-sdk.database_schema_version": schema_version,
        }
        with self.transaction() as connection:
            connection.executescript(tables)
            connection.executemany(
                "INSERT OR IGNORE INTO sdk_storage_adapter_internal VALUES (?, ?)", about.items()
            )

    @contextlib.contextmanager
    def transaction(self) -> Generator[sqlite3.Connection, None, None]:
        """A transaction, committed at the end of the block.

        :raises sqlite3.ProgrammingError: the database was closed.
        """
        if self._closed:
            raise sqlite3.ProgrammingError(f"{self._path} was closed.")
        with self._connection() as connection, connection:
            yield connection

    @contextlib.contextmanager
    def _connection(self) -> Generator[sqlite3.Connection, None, None]:
        if self._kept is not None:
            with self._lock:
                yield self._kept
        else:
            with contextlib.closing(self._connect()) as connection:
                yield connection

    def close(self) -> None:
        """Refuse further transactions."""
        self._closed = True
        if self._kept is not None:
            self._kept.close()


def open_database(
    path: str, tables: str, schema_version: str, connect_params: Mapping[str, Any] | None
) -> Database:
    """Open or make a database that nobody but its owner can read."""
    with contextlib.suppress(OSError):  # which SQLite says in its own words
        if path != IN_MEMORY:
            make_private(path)
    return Database(path, tables, schema_version, connect_params)
