"""The authorization server as an ASGI application."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from armillary.auth.account import factors as account_factors
from armillary.auth.account import identities as account_identities
from armillary.auth.account import pages as account_pages
from armillary.auth.account.visit import SignInFirst
from armillary.auth.authorize import api as authorize_api
from armillary.auth.authorize import code_page
from armillary.auth.clients import api as clients_api
from armillary.auth.consents import api as consents_api
from armillary.auth.consents import pages as consents_pages
from armillary.auth.device import api as device_api
from armillary.auth.device import pages as device_pages
from armillary.auth.errors import (
    AuthError,
    BadRequest,
    Conflict,
    Forbidden,
    InternalError,
    NotFound,
    Problem,
    Unavailable,
)
from armillary.auth.federation import pages as federation_pages
from armillary.auth.federation.config import load_providers
from armillary.auth.groups import Groups, NoGroups
from armillary.auth.identities import api as identities_api
from armillary.auth.openapi import api as openapi_api
from armillary.auth.openapi.document import operation_id
from armillary.auth.openid import api as openid_api
from armillary.auth.openid.keyring import Keyring
from armillary.auth.parts import AS_PAGE, Parts
from armillary.auth.policies import api as policies_api
from armillary.auth.projects import api as projects_api
from armillary.auth.proofs import reset_pages, verify_pages
from armillary.auth.scopes import api as scopes_api
from armillary.auth.sessions import pages as session_pages
from armillary.auth.sessions import second_factor
from armillary.auth.sessions.throttle import WINDOW
from armillary.auth.tokens import api as tokens_api
from armillary.auth.wire import error_document
from armillary.core.files import load_or_create_secret
from armillary.core.sealing import Sealer
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.db.trouble import UNAVAILABLE, sentence
from armillary.mail.choose import mailer_of
from armillary.mail.outbox import Outbox
from armillary.web.cookies import SecretCookie
from armillary.web.csrf import ForgedRequest
from armillary.web.limits import BodyLimit
from armillary.web.pages import Pages
from armillary.web.retry_after import RetryAfter
from armillary.web.security import SecurityHeaders
from armillary.web.straight import Handler, Straight
from armillary.web.unexpected import Unexpected

_log = logging.getLogger(__name__)

_BODY_LIMIT = 1 << 20
# Where clients authenticate with their secret, not people with a token.
_FOR_CLIENTS = ("/oauth2/token", "/oauth2/device_authorization")

_ROUTERS = (
    authorize_api.router,
    code_page.router,
    device_api.router,
    device_pages.router,
    session_pages.router,
    second_factor.router,
    federation_pages.router,
    verify_pages.router,
    reset_pages.router,
    account_pages.router,
    account_factors.router,
    account_identities.router,
    consents_pages.router,
    openid_api.router,
    openapi_api.router,
    identities_api.router,
    consents_api.router,
    projects_api.router,
    clients_api.router,
    scopes_api.router,
    policies_api.router,
)


def _api() -> APIRouter:
    api = APIRouter(generate_unique_id_function=operation_id)
    for router in _ROUTERS:
        # Pages are for people.
        api.include_router(router, include_in_schema=AS_PAGE not in router.dependencies)
    return api


# Working out what each route takes is slow, so that all applications of a process share it.
_API = _api()


def create_app(
    settings: Settings,
    database: Database,
    *,
    groups: Groups | None = None,
    on_tokens: Callable[[str], None] = lambda _: None,
) -> FastAPI:
    """The application, to be mounted at ``BASE/auth``.

    Keys are read from the settings' folder of keys, and made when absent.

    :param groups: whoever knows in which groups people are; None where there are no groups
    :param on_tokens: told the grant of each answer that gives tokens
    """
    # The document has the OAuth endpoints too, which FastAPI does not know: see ``openapi``.
    # No address is guessed: such redirects would be 307, and to whatever host the request names.
    app = FastAPI(
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # we have metrics of our own
    )
    parts = _parts(settings, database, groups or NoGroups(), on_tokens)
    app.state.parts = parts
    busiest = tokens_api.routes(parts)
    app.router.routes.extend(busiest)
    app.router.routes.extend(_API.routes)
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    app.add_middleware(Straight, routes=busiest, handlers=_HANDLERS)
    app.add_middleware(RetryAfter, seconds=int(WINDOW.total_seconds()))
    app.add_middleware(BodyLimit, limit=_BODY_LIMIT)
    app.add_middleware(Unexpected, answer=_on_fault)
    app.add_middleware(SecurityHeaders, secure=settings.secure)
    return app


def _parts(
    settings: Settings, database: Database, groups: Groups, on_tokens: Callable[[str], None]
) -> Parts:
    return Parts(
        settings=settings,
        database=database,
        keys=Keyring(settings.keys_dir),
        rotation_key=load_or_create_secret(settings.keys_dir / "refresh.secret"),
        pages=Pages(settings, "armillary.auth"),
        cookie=SecretCookie("armillary_session", secure=settings.secure),
        outbox=Outbox(mailer_of(settings)),
        sealer=Sealer(settings.keys_dir / "second_factors.key"),
        providers=load_providers(settings.identity_providers_file),
        groups=groups,
        on_tokens=on_tokens,
    )


def _on_fault(request: Request) -> Response:
    return _answer(
        request, InternalError("Something went wrong here. Try again; if it stays, report the id.")
    )


def _answer(request: Request, error: AuthError) -> Response:
    if getattr(request.state, "page", False):
        parts: Parts = request.app.state.parts
        return parts.pages.error(title=error.title, message=error.message, status=error.status)
    # RFC 6749 section 5.2 and RFC 6750 section 3 want the header with 401.
    by_client = any(endpoint in request.url.path for endpoint in _FOR_CLIENTS)
    scheme = "Basic" if by_client else "Bearer"
    headers = {"WWW-Authenticate": f'{scheme} realm="auth"'} if error.status == 401 else {}
    return JSONResponse(error_document(error), status_code=error.status, headers=headers)


async def _on_auth_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AuthError)
    return _answer(request, error)


async def _on_sign_in_first(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInFirst)
    return error.page


async def _on_forged_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, ForgedRequest)
    return _answer(request, Forbidden(error.message))


async def _on_invalid_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    places = sorted({str(problem["loc"][-1]) for problem in found})
    problems = [Problem(_pointer(p["loc"]), p["msg"]) for p in found if p["loc"][0] == "body"]
    message = f"These parameters are not valid: {', '.join(places)}."
    return _answer(request, BadRequest(message, problems=problems))


def _pointer(place: Sequence[str | int]) -> str:
    """Where in the body something is wrong (RFC 6901); our keys have nothing to escape."""
    return "".join(f"/{step}" for step in place[1:])


async def _on_data_error(request: Request, error: Exception) -> Response:
    # What no column can hold: NUL characters on PostgreSQL, text beyond a column's length.
    return _answer(request, BadRequest("A value is too long, or can't be stored."))


async def _on_integrity_error(request: Request, error: Exception) -> Response:
    # Two requests made the same thing at the same moment; the constraint let one through.
    _log.warning("conflict in the database", exc_info=error)
    return _answer(request, Conflict("Something else changed the same thing just now. Try again."))


async def _on_unavailable(request: Request, error: Exception) -> Response:
    _log.error("database unavailable", exc_info=error)
    return _answer(request, Unavailable(sentence(error)))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _answer(request, NotFound("There is nothing at this address."))
    problem = BadRequest(error.detail)
    problem.status, problem.title = error.status_code, error.detail
    answer = _answer(request, problem)
    answer.headers.update(error.headers or {})  # Allow, with 405 (RFC 9110 section 15.5.6)
    return answer


_HANDLERS: dict[type[Exception], Handler] = {
    AuthError: _on_auth_error,
    SignInFirst: _on_sign_in_first,
    ForgedRequest: _on_forged_request,
    RequestValidationError: _on_invalid_parameters,
    DataError: _on_data_error,
    IntegrityError: _on_integrity_error,
    **dict.fromkeys(UNAVAILABLE, _on_unavailable),
    HTTPException: _on_http_exception,
}
