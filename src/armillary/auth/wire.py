"""The error document of Auth."""

from __future__ import annotations

from typing import Any

from armillary.auth.errors import AuthError
from armillary.core.ids import new_id
from armillary.web.requests import request_id


def error_document(error: AuthError) -> dict[str, Any]:
    """The body of an error answer: OAuth's keys at the root, the API's under ``errors``.

    Both at once, because clients of the OAuth endpoints read the first and clients of the API
    the second, and the official SDK reads ``errors`` everywhere.
    """
    return {
        "errors": [
            {
                "status": str(error.status),
                "id": request_id() or new_id(),
                "code": error.code,
                "title": error.title,
                "detail": error.message,
                **error.item,
            }
        ],
        "error": error.word,
        "error_description": error.message,
        **error.extra,
    }
