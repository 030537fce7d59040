"""Services that are not built: they say so, each in its own error document.

Search ``{code, message, ...}``, Flows and Timers ``{error: ...}``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from armillary.core.ids import new_id, new_request_id

Document = dict[str, Any]


def _search(message: str) -> Document:
    return {
        "code": "NotImplemented",
        "message": message,
        "request_id": new_request_id(),
        "status": 501,
        "error_data": {},
    }


def _flows(message: str) -> Document:
    error = {"code": "NOT_IMPLEMENTED", "message": message, "detail": message}
    return {"error": error, "debug_id": new_id()}


def _timers(message: str) -> Document:
    return {"error": {"code": "NOT_IMPLEMENTED", "detail": message, "status": 501}}


def _compute(message: str) -> Document:
    return {"code": 501, "status": "Failed", "reason": message, "error_args": []}


SHAPES: Mapping[str, Callable[[str], Document]] = {
    "search": _search,
    "flows": _flows,
    "timers": _timers,
    "compute": _compute,
}


def unbuilt_service(name: str) -> ASGIApp:
    """An application that answers 501 to everything, in the error document of the service."""
    shape = SHAPES[name]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        message = (
            f"This deployment does not run the {name} service yet "
            f"({request.method} {request.url.path})."
        )
        await JSONResponse(shape(message), status_code=501)(scope, receive, send)

    return app
