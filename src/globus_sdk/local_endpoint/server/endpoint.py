"""The endpoint that Connect Server makes of this machine."""

from __future__ import annotations

import json
import pathlib
from typing import Any

from ..._core.json import as_object


class LocalGlobusConnectServer:
    """Connect Server, as it is set up on this machine.

    :param info_path: the file in which it says so.
    """

    def __init__(
        self, *, info_path: str | pathlib.Path = "/var/lib/globus-connect-server/info.json"
    ) -> None:
        self.info_path = pathlib.Path(info_path)
        self._info: dict[str, Any] | None = None

    @property
    def info_dict(self) -> dict[str, Any] | None:
        """The file's document, or None if that cannot be read; kept, once read, until deleted."""
        if self._info is None:
            self._info = self._read()
        return self._info

    @info_dict.deleter
    def info_dict(self) -> None:
        self._info = None

    def _read(self) -> dict[str, Any] | None:
        try:
            return as_object(json.loads(self.info_path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    @property
    def endpoint_id(self) -> str | None:
        """The endpoint's id, or None if there is no endpoint."""
        return self._text("endpoint_id")

    @property
    def domain_name(self) -> str | None:
        """The endpoint's domain name, or None if there is no endpoint."""
        return self._text("domain_name")

    def _text(self, key: str) -> str | None:
        value = (self.info_dict or {}).get(key)
        return value if isinstance(value, str) else None
