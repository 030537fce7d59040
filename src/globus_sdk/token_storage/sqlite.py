"""Tokens in an SQLite database."""

from __future__ import annotations

import json
import pathlib
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from .._version import __version__
from ..exc import GlobusSDKUsageError
from .base import FileTokenStorage
from .token_data import TokenStorageData

_TABLES = """
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
_SCHEMA_VERSION = "2"


class SQLiteTokenStorage(FileTokenStorage):
    """Keeps tokens in an SQLite database, which several processes may use.

    :param filepath: the database; its directory is made if need be.
    :param connect_params: further arguments of ``sqlite3.connect``.
    :param namespace: tokens of different namespaces do not see each other.
    :raises GlobusSDKUsageError: ``:memory:``, which would end with the connection.
    """

    file_format = "db"

    def __init__(
        self,
        filepath: pathlib.Path | str,
        *,
        connect_params: dict[str, Any] | None = None,
        namespace: str = "DEFAULT",
    ) -> None:
        if str(filepath) == ":memory:":
            raise GlobusSDKUsageError("To keep tokens in memory, use MemoryTokenStorage.")
        super().__init__(filepath, namespace=namespace)
        with self.user_only_umask():
            self._connection = sqlite3.connect(self.filepath, **(connect_params or {}))
            self._make_tables()

    def _make_tables(self) -> None:
        self._connection.executescript(_TABLES)
        about = {
            "globus-sdk.version": __version__,
            "globus-sdk.database_schema_version": _SCHEMA_VERSION,
        }
        with self._connection as transaction:
            transaction.executemany(
                "INSERT OR IGNORE INTO sdk_storage_adapter_internal VALUES (?, ?)", about.items()
            )

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def store_token_data_by_resource_server(
        self, token_data_by_resource_server: Mapping[str, TokenStorageData]
    ) -> None:
        rows = [
            (self.namespace, name, json.dumps(token.to_dict()))
            for name, token in token_data_by_resource_server.items()
        ]
        with self._connection as transaction:
            transaction.executemany("REPLACE INTO token_storage VALUES (?, ?, ?)", rows)

    def get_token_data_by_resource_server(self) -> dict[str, TokenStorageData]:
        rows = self._connection.execute(
            "SELECT resource_server, token_data_json FROM token_storage WHERE namespace = ?",
            (self.namespace,),
        )
        return {name: TokenStorageData.from_dict(json.loads(token)) for name, token in rows}

    def remove_token_data(self, resource_server: str) -> bool:
        with self._connection as transaction:
            done: sqlite3.Cursor = transaction.execute(
                "DELETE FROM token_storage WHERE namespace = ? AND resource_server = ?",
                (self.namespace, resource_server),
            )
        return done.rowcount > 0

    def iter_namespaces(self) -> Iterator[str]:
        """The namespaces that have tokens."""
        rows = self._connection.execute("SELECT DISTINCT namespace FROM token_storage")
        return (namespace for (namespace,) in rows)
