"""The Groups service as an ASGI application, mounted at ``BASE/groups``."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from armillary.db.trouble import UNAVAILABLE, sentence
from armillary.groups import api
from armillary.groups.errors import (
    BadRequest,
    Conflict,
    GroupsError,
    InternalError,
    NotBuilt,
    NotFound,
    Unavailable,
)
from armillary.groups.surroundings import Surroundings
from armillary.web.limits import BodyLimit
from armillary.web.unexpected import Unexpected

_log = logging.getLogger(__name__)

_BODY_LIMIT = 1 << 18


def create_app(around: Surroundings) -> FastAPI:
    """The service."""
    # No address is guessed: such redirects would lead to whatever host the request names.
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    app.state.surroundings = around
    app.include_router(api.router)
    app.add_exception_handler(GroupsError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(DataError, _on_data_error)
    app.add_exception_handler(IntegrityError, _on_conflict)
    for kind in UNAVAILABLE:
        app.add_exception_handler(kind, _on_unavailable)
    app.add_middleware(BodyLimit, limit=_BODY_LIMIT)
    app.add_middleware(Unexpected, answer=_on_fault)
    return app


def _answer(error: GroupsError) -> Response:
    document = {"code": error.code, "detail": error.message, **error.extra_fields()}
    headers = {"WWW-Authenticate": 'Bearer realm="groups"'} if error.status == 401 else None
    return JSONResponse(document, status_code=error.status, headers=headers)


def _on_fault(_: Request) -> Response:
    return _answer(InternalError("The groups service failed; its log tells why. Try again."))


async def _on_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, GroupsError)
    return _answer(error)


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [{key: each[key] for key in ("loc", "msg", "type")} for each in error.errors()]
    return JSONResponse({"detail": jsonable_encoder(problems)}, status_code=422)


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    if error.status_code in (404, 405) and path.startswith("/v2/"):
        return _answer(NotBuilt(f"The groups service has no {request.method} {path} yet."))
    if error.status_code == 404:
        return _answer(NotFound("There is nothing at this address."))
    problem = BadRequest(error.detail)
    problem.status = error.status_code
    return _answer(problem)


async def _on_data_error(_: Request, error: Exception) -> Response:
    return _answer(BadRequest("A value is too long, or can't be stored."))


async def _on_conflict(_: Request, error: Exception) -> Response:
    return _answer(Conflict("Something else changed the same group just now. Try again."))


async def _on_unavailable(_: Request, error: Exception) -> Response:
    _log.error("database unavailable", exc_info=error)
    return _answer(Unavailable(sentence(error)))
