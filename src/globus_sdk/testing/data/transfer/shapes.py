"""The shapes that Transfer's answers have."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...models import RegisteredResponse

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="transfer")

REQUEST_ID = "kZ4nB7qTw"
_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"


def result(
    path: str, code: str, message: str, *, data_type: str = "result", **changes: Any
) -> Document:
    """What a call that changed something tells."""
    return {
        "DATA_TYPE": data_type,
        "code": code,
        "message": message,
        "request_id": REQUEST_ID,
        "resource": path,
        **changes,
    }


def changed(method: Any, path: str, code: str, message: str, **options: Any) -> RegisteredResponse:
    """The answer to a call that changed something."""
    return answer(method=method, path=path, json=result(path, code, message), **options)


def refused(
    path: str,
    status: int,
    code: str,
    message: str,
    *,
    method: Any = "GET",
    metadata: Document | None = None,
    **further: Any,
) -> RegisteredResponse:
    """An error."""
    return answer(
        path=path,
        method=method,
        status=status,
        json={
            "code": code,
            "message": message,
            "request_id": REQUEST_ID,
            "resource": path,
            **further,
        },
        metadata=metadata,
    )


def no_such_endpoint(path: str, endpoint_id: str, *, method: Any = "GET") -> RegisteredResponse:
    """The error without such a collection."""
    message = f"No endpoint or collection has the id {endpoint_id}."
    return refused(path, 404, "EndpointNotFound", message, method=method)


def no_consent(path: str, collection_id: str, *, method: Any = "GET") -> RegisteredResponse:
    """The error while the user has not consented to the access to a collection's data."""
    message = "Missing required data_access consent"
    scopes = [f"{_ALL}[*https://auth.globus.org/scopes/{collection_id}/data_access]"]
    return refused(
        path,
        403,
        "ConsentRequired",
        message,
        method=method,
        metadata={"endpoint_id": collection_id, "required_scopes": scopes},
        required_scopes=scopes,
        authorization_parameters={"required_scopes": scopes, "session_message": message},
    )


def listed(data_type: str, *documents: Document, **changes: Any) -> Document:
    """A list that is not paged."""
    return {
        "DATA_TYPE": data_type,
        "length": len(documents),
        "DATA": list(documents),
        **changes,
    }


def page(data_type: str, *documents: Document) -> Document:
    """The only page of a list that is paged by offset."""
    return {
        **listed(data_type, *documents),
        "limit": 10,
        "offset": 0,
        "total": len(documents),
        "has_next_page": False,
    }
