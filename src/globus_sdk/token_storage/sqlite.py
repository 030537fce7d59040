"""Tokens in an SQLite database."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Mapping
from typing import Any

from ..exc import GlobusSDKUsageError
from .base import FileTokenStorage
from .database import IN_MEMORY, TOKENS, open_database
from .token_data import TokenStorageData

_SCHEMA_VERSION = "2"


class SQLiteTokenStorage(FileTokenStorage):
    """Keeps tokens in an SQLite database, which several threads and processes may use.

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
        if str(filepath) == IN_MEMORY:
            raise GlobusSDKUsageError("To keep tokens in memory, use MemoryTokenStorage.")
        super().__init__(filepath, namespace=namespace)
        self._database = open_database(self.filepath, TOKENS, _SCHEMA_VERSION, connect_params)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def store_token_data_by_resource_server(
        self, token_data_by_resource_server: Mapping[str, TokenStorageData]
    ) -> None:
        rows = [
            (self.namespace, name, json.dumps(token.to_dict()))
            for name, token in token_data_by_resource_server.items()
        ]
        with self._database.transaction() as transaction:
            transaction.executemany("REPLACE INTO token_storage VALUES (?, ?, ?)", rows)

    def get_token_data_by_resource_server(self) -> dict[str, TokenStorageData]:
        with self._database.transaction() as transaction:
            rows = transaction.execute(
                "SELECT resource_server, token_data_json FROM token_storage WHERE namespace = ?",
                (self.namespace,),
            ).fetchall()
        return {name: TokenStorageData.from_dict(json.loads(token)) for name, token in rows}

    def remove_token_data(self, resource_server: str) -> bool:
        with self._database.transaction() as transaction:
            done = transaction.execute(
                "DELETE FROM token_storage WHERE namespace = ? AND resource_server = ?",
                (self.namespace, resource_server),
            )
            return done.rowcount > 0

    def iter_namespaces(self) -> Iterator[str]:
        """The namespaces that have tokens."""
        with self._database.transaction() as transaction:
            rows = transaction.execute("SELECT DISTINCT namespace FROM token_storage").fetchall()
        return (namespace for (namespace,) in rows)
