"""Responses of the Search service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...response import IterableResponse

if TYPE_CHECKING:
    from ...documents import IndexDocument  # noqa: F401 - in quotes


class IndexListResponse(IterableResponse["IndexDocument"]):
    """Indices."""

    default_iter_key = "index_list"
