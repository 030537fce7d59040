"""Tokens in a JSON file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from .._core.json import as_object
from .._version import __version__
from . import files
from .base import FileTokenStorage
from .token_data import TokenStorageData


class JSONTokenStorage(FileTokenStorage):
    """Keeps tokens in a JSON file, which is always complete: each change replaces it.

    Several threads and processes may use it. Files of the former format (``1.0``, without
    namespaces) are read, and written in the present one.

    :param filepath: the file; its directory is made if need be.
    :param namespace: tokens of different namespaces do not see each other.
    :raises ValueError: on use, if the file has something else in it.
    """

    file_format = "json"
    format_version: ClassVar[str] = "2.0"
    supported_versions: ClassVar[tuple[str, ...]] = ("1.0", "2.0")

    def store_token_data_by_resource_server(
        self, token_data_by_resource_server: Mapping[str, TokenStorageData]
    ) -> None:
        with files.changing(self.filepath):
            content = self._read()
            tokens = content.setdefault(self.namespace, {})
            for name, token in token_data_by_resource_server.items():
                tokens[name] = token.to_dict()
            self._write(content)

    def get_token_data_by_resource_server(self) -> dict[str, TokenStorageData]:
        tokens = self._read().get(self.namespace, {})
        return {name: TokenStorageData.from_dict(document) for name, document in tokens.items()}

    def remove_token_data(self, resource_server: str) -> bool:
        with files.changing(self.filepath):
            content = self._read()
            if content.get(self.namespace, {}).pop(resource_server, None) is None:
                return False
            self._write(content)
            return True

    def _read(self) -> dict[str, dict[str, Any]]:
        """Documents by resource server by namespace."""
        document = files.read_json(self.filepath)
        return {} if document is None else self._understood(document)

    def _understood(self, document: Any) -> dict[str, dict[str, Any]]:
        content = as_object(document) or {}
        version = content.get("format_version")
        if version not in self.supported_versions:
            raise ValueError(f"{self.filepath} is no token storage (format {version!r}).")
        found = as_object(
            {"DEFAULT": content.get("by_rs")} if version == "1.0" else content.get("data")
        )
        if found is None or not all(isinstance(one, dict) for one in found.values()):
            raise ValueError(f"{self.filepath} is a damaged token storage.")
        return found

    def _write(self, content: dict[str, dict[str, Any]]) -> None:
        document = {
            "data": content,
            "format_version": self.format_version,
            "globus-sdk.version": __version__,
        }
        files.write_json(self.filepath, document)
