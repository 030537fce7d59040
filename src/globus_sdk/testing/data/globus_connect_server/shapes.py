"""The shapes that GCS Manager's answers have."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...models import RegisteredResponse

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="gcs")

POSIX_ID = "145812c8-decc-41f1-83cf-bb2a85a2a70b"


def success(
    *documents: Document, message: str = "The operation succeeded.", status: int = 200
) -> Document:
    """The envelope of documents."""
    return {
        "DATA_TYPE": "result#1.0.0",
        "code": "success",
        "detail": "success",
        "http_response_code": status,
        "message": message,
        "data": list(documents),
        "has_next_page": False,
        "marker": "",
    }


def created(path: str, document: Document, **options: Any) -> RegisteredResponse:
    """The answer to a call that made something."""
    envelope = success(document, status=201)
    return answer(path=path, method="POST", status=201, json=envelope, **options)


def refused(
    path: str,
    status: int,
    code: str,
    *,
    message: str | None,
    method: Any = "GET",
    detail: str | Document | None = None,
    metadata: Document | None = None,
) -> RegisteredResponse:
    """An error."""
    document: Document = {
        "DATA_TYPE": "result#1.0.0",
        "code": code,
        "detail": detail,
        "http_response_code": status,
        "message": message,
        "data": [],
        "has_next_page": False,
        "marker": "",
    }
    return answer(path=path, method=method, status=status, json=document, metadata=metadata)
