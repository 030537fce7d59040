"""The Transfer service as an ASGI application, mounted at ``BASE/transfer``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from armillary import __version__
from armillary.core.errors import ArmillaryError
from armillary.core.ids import new_request_id
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.db.trouble import UNAVAILABLE, sentence
from armillary.transfer.api import ROUTERS
from armillary.transfer.api.context import Services, request_id, resource
from armillary.transfer.credentials import Credentials
from armillary.transfer.errors import (
    BadRequest,
    Conflict,
    NotImplementedHere,
    ResourceNotFound,
    ServiceUnavailable,
    TransferError,
)
from armillary.transfer.live.hub import Hub
from armillary.transfer.nodes.client import NodeClient
from armillary.transfer.people import People
from armillary.transfer.webhooks.secrets import sealer_in
from armillary.web.caller import Introspector

_log = structlog.get_logger()


class ErrorDocument(BaseModel):
    """What every error of the service looks like; some codes have more fields."""

    code: str
    message: str
    request_id: str
    resource: str


def _api() -> APIRouter:
    api = APIRouter(responses={status: {"model": ErrorDocument} for status in ("4XX", "5XX")})
    for router in ROUTERS:
        api.include_router(router)
    return api


# Working out what each route takes is slow, so that all applications of a process share it.
_API = _api()


def create_app(
    settings: Settings,
    database: Database,
    introspect: Introspector,
    people: People,
    *,
    register: Callable[[Session, str, str], None] = lambda *_: None,
    stopping: Callable[[], bool] = lambda: False,
) -> FastAPI:
    """The service.

    :param introspect: tells whose token a request bears
    :param people: tells which identities and groups belong together
    :param register: makes a mapped collection (id, display name) known to whoever gives tokens
    :param stopping: whether the process is about to end, so that streams have to
    """
    app = FastAPI(title="Armillary Transfer", version=__version__, docs_url=None, redoc_url=None)
    credentials = Credentials.load_or_create(settings.keys_dir, node_hosts=settings.permitted_hosts)
    app.state.services = Services(
        settings,
        database,
        introspect,
        NodeClient(credentials),
        people,
        Hub(database, stopping),
        sealer_in(settings.keys_dir),
        register,
    )
    app.router.routes.extend(_API.routes)
    app.add_middleware(_WithRequestId)
    app.add_exception_handler(ArmillaryError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(DataError, _on_data_error)
    app.add_exception_handler(IntegrityError, _on_conflict)
    for kind in UNAVAILABLE:
        app.add_exception_handler(kind, _on_database_error)
    app.add_exception_handler(Exception, _on_bug)
    return app


class _WithRequestId:
    """Middleware: gives each request the id that its answer tells."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["request_id"] = new_request_id()
        await self.app(scope, receive, send)


def _error_response(request: Request, error: ArmillaryError) -> JSONResponse:
    body: dict[str, Any] = {
        "code": error.code,
        "message": error.message,
        "request_id": request_id(request),
        "resource": resource(request),
    }
    extra = error.extra_fields() if isinstance(error, TransferError) else {}
    return JSONResponse(body | extra, status_code=error.status)


async def _on_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ArmillaryError)
    return _error_response(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if any(e["loc"] == ("path", name) for e in error.errors() for name in ("endpoint_id",)):
        return _error_response(request, BadRequest("The endpoint id in the path is not a UUID."))
    reasons = "; ".join(_reason(e) for e in error.errors()[:5])
    return _error_response(request, BadRequest(f"The request is not valid: {reasons}."))


def _reason(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"] if part != "body") or "body"
    return f"{place}: {error['msg']}"


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _error_response(request, _no_such_route(request))
    problem = BadRequest(f"{request.method} {resource(request)}: {error.detail}.")
    problem.status = error.status_code
    return _error_response(request, problem)


def _no_such_route(request: Request) -> TransferError:
    path = resource(request)
    if path.startswith(("/v0.10/", "/v2/")):
        return NotImplementedHere(f"This service has no {request.method} {path} yet.")
    return ResourceNotFound(f"No such resource: {path}. The API lies below /v0.10/.")


async def _on_data_error(request: Request, error: Exception) -> Response:
    # What no column can hold: NUL characters on PostgreSQL, text beyond a column's length.
    return _error_response(request, BadRequest("A value is too long, or can't be stored."))


async def _on_conflict(request: Request, error: Exception) -> Response:
    return _error_response(
        request, Conflict("Something else made or removed the same thing just now. Try again.")
    )


async def _on_database_error(request: Request, error: Exception) -> Response:
    _log.error("database unavailable", request_id=request_id(request), error=str(error))
    return _error_response(request, ServiceUnavailable(sentence(error)))


async def _on_bug(request: Request, error: Exception) -> Response:
    _log.error("unhandled error", request_id=request_id(request), exc_info=error)
    return _error_response(
        request, ArmillaryError("The service failed; the request id finds the reason in its log.")
    )
