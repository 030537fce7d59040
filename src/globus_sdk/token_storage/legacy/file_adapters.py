"""Token documents in a JSON file."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Any, ClassVar

from ..._core.json import as_object
from ..._version import __version__
from .. import files
from .base import FileAdapter

if TYPE_CHECKING:
    from ...services.auth import OAuthTokenResponse


class SimpleJSONFileAdapter(FileAdapter):
    """Keeps token documents in a JSON file, which is always complete: each change replaces it.

    :param filename: the file.
    :raises ValueError: on use, if the file has something else in it.
    """

    format_version: ClassVar[str] = "1.0"
    supported_versions: ClassVar[tuple[str, ...]] = ("1.0",)

    def __init__(self, filename: pathlib.Path | str) -> None:
        self.filename = str(filename)

    def store(self, token_response: OAuthTokenResponse) -> None:
        with files.changing(self.filename):
            tokens = {**self.get_by_resource_server(), **token_response.by_resource_server}
            document = {
                "by_rs": tokens,
                "format_version": self.format_version,
                "globus-sdk.version": __version__,
            }
            files.write_json(self.filename, document)

    def get_by_resource_server(self) -> dict[str, Any]:
        """All token documents, by resource server."""
        document = files.read_json(self.filename)
        return {} if document is None else self._understood(document)

    def get_token_data(self, resource_server: str) -> dict[str, Any] | None:
        return self.get_by_resource_server().get(resource_server)

    def _understood(self, document: Any) -> dict[str, Any]:
        content = as_object(document) or {}
        version = content.get("format_version")
        if version not in self.supported_versions:
            raise ValueError(f"{self.filename} is no file of tokens (format {version!r}).")
        tokens = as_object(content.get("by_rs"))
        if tokens is None:
            raise ValueError(f"{self.filename} is a damaged file of tokens.")
        return tokens
