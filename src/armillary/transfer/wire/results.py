"""Answers to calls that changed something, and pages of listings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Document = dict[str, Any]


def result(code: str, message: str, *, data_type: str = "result", **fields: Any) -> Document:
    """The answer to a call that changed something; request id and resource are added later."""
    return {"DATA_TYPE": data_type, "code": code, "message": message, **fields}


def marked(
    data_type: str, documents: Sequence[Document], *, marker: int, next_marker: int | None
) -> Document:
    """A page of a listing that goes by markers; the last one's next marker is null."""
    return {
        "DATA_TYPE": data_type,
        "marker": marker,
        "next_marker": next_marker,
        "DATA": list(documents),
    }


def page(
    data_type: str, documents: Sequence[Document], *, limit: int, offset: int, total: int
) -> Document:
    """A page of a listing with both of the paging styles that go by offset."""
    return {
        "DATA_TYPE": data_type,
        "length": len(documents),
        "limit": limit,
        "offset": offset,
        "total": total,
        "has_next_page": offset + len(documents) < total,
        "DATA": list(documents),
    }
