"""Token documents in an SQLite database."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..database import TOKENS, open_database
from .base import FileAdapter

if TYPE_CHECKING:
    from ...services.auth import OAuthTokenResponse

_TABLES = f"""{TOKENS}
CREATE TABLE IF NOT EXISTS config_storage (
    namespace VARCHAR NOT NULL,
    config_name VARCHAR NOT NULL,
    config_data_json VARCHAR NOT NULL,
    PRIMARY KEY (namespace, config_name)
);
"""
_SCHEMA_VERSION = "1"
_NAMESPACES = "SELECT DISTINCT namespace FROM token_storage"
_MORE_NAMESPACES = f"{_NAMESPACES} UNION SELECT DISTINCT namespace FROM config_storage"  # noqa: S608


class SQLiteAdapter(FileAdapter):
    """Keeps token documents, and configuration of the application, in an SQLite database.

    :param dbname: the database's file, or ``:memory:``.
    :param namespace: what is in different namespaces does not see each other.
    :param connect_params: further arguments of ``sqlite3.connect``.
    """

    def __init__(
        self,
        dbname: pathlib.Path | str,
        *,
        namespace: str = "DEFAULT",
        connect_params: dict[str, Any] | None = None,
    ) -> None:
        self.filename = self.dbname = str(dbname)
        self.namespace = namespace
        self._database = open_database(self.dbname, _TABLES, _SCHEMA_VERSION, connect_params)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def store(self, token_response: OAuthTokenResponse) -> None:
        rows = [
            (self.namespace, name, json.dumps(document))
            for name, document in token_response.by_resource_server.items()
        ]
        with self._database.transaction() as transaction:
            transaction.executemany("REPLACE INTO token_storage VALUES (?, ?, ?)", rows)

    def get_token_data(self, resource_server: str) -> dict[str, Any] | None:
        return self.get_by_resource_server().get(resource_server)

    def get_by_resource_server(self) -> dict[str, Any]:
        """All token documents, by resource server."""
        rows = self._rows(
            "SELECT resource_server, token_data_json FROM token_storage WHERE namespace = ?",
            self.namespace,
        )
        return {name: json.loads(document) for name, document in rows}

    def remove_tokens_for_resource_server(self, resource_server: str) -> bool:
        """Forget the tokens of a resource server; False if there were none."""
        return self._removed(
            "DELETE FROM token_storage WHERE namespace = ? AND resource_server = ?",
            resource_server,
        )

    def store_config(self, config_name: str, config_dict: Mapping[str, Any]) -> None:
        """Store configuration, in the place of what has the same name."""
        row = (self.namespace, config_name, json.dumps(dict(config_dict)))
        with self._database.transaction() as transaction:
            transaction.execute("REPLACE INTO config_storage VALUES (?, ?, ?)", row)

    def read_config(self, config_name: str) -> dict[str, Any] | None:
        """The configuration of that name, or None."""
        rows = self._rows(
            "SELECT config_data_json FROM config_storage WHERE namespace = ? AND config_name = ?",
            self.namespace,
            config_name,
        )
        return json.loads(rows[0][0]) if rows else None

    def remove_config(self, config_name: str) -> bool:
        """Forget configuration; False if there was none of that name."""
        return self._removed(
            "DELETE FROM config_storage WHERE namespace = ? AND config_name = ?", config_name
        )

    def iter_namespaces(self, *, include_config_namespaces: bool = False) -> Iterator[str]:
        """The namespaces that have tokens.

        :param include_config_namespaces: whether to add those that have configuration only.
        """
        rows = self._rows(_MORE_NAMESPACES if include_config_namespaces else _NAMESPACES)
        return (namespace for (namespace,) in rows)

    def _rows(self, query: str, *values: str) -> list[Any]:
        with self._database.transaction() as transaction:
            return transaction.execute(query, values).fetchall()

    def _removed(self, statement: str, name: str) -> bool:
        with self._database.transaction() as transaction:
            return transaction.execute(statement, (self.namespace, name)).rowcount > 0
