"""The base of request documents."""

from __future__ import annotations

from typing import Any


class GlobusPayload(dict[str, Any]):
    """A request document: a dictionary whose :data:`~globus_sdk.MISSING` values are not sent."""

    @property
    def data(self) -> dict[str, Any]:
        """The document itself, where version 3 of the API has it."""
        return self
