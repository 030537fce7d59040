"""What the documents of all submissions have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...._missing import MISSING
from ...._payload import GlobusPayload


class TaskData(GlobusPayload):
    """A list of items, and options."""

    def _set(self, options: dict[str, Any], additional_fields: dict[str, Any] | None) -> None:
        """Options that are None count as not given."""
        self.update({k: MISSING if v is None else v for k, v in options.items()})
        self.update(additional_fields or {})

    def iter_items(self) -> Iterator[dict[str, Any]]:
        """The items added so far."""
        yield from self["DATA"]
