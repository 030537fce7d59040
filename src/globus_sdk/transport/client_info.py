"""Which software makes a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .._version import __version__


class GlobusClientInfo:
    """The ``X-Globus-Client-Info`` header: products and versions.

    :param update_callback: called after each change.
    """

    def __init__(
        self, *, update_callback: Callable[[GlobusClientInfo], None] | None = None
    ) -> None:
        self.update_callback = update_callback
        self.infos = [f"product=python-sdk,version={__version__}"]

    def add(self, value: str | dict[str, str]) -> None:
        """Name one more product, as a string or as a mapping of keys to values."""
        self.infos.append(_written(value))
        self._changed()

    def clear(self) -> None:
        """Send nothing."""
        self.infos = []
        self._changed()

    def format(self) -> str:
        """The header's value."""
        return ";".join(self.infos)

    def __bool__(self) -> bool:
        return bool(self.infos)

    def _changed(self) -> None:
        if self.update_callback is not None:
            self.update_callback(self)


def _written(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return value
    return ",".join(f"{key}={item}" for key, item in value.items())
