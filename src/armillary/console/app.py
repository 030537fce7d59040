"""The developer console as an ASGI application, mounted at ``BASE/developers``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from armillary.console import apps, login, registration
from armillary.console.context import Console, SignInNeeded
from armillary.core.errors import ArmillaryError
from armillary.web.limits import BodyLimit
from armillary.web.security import SecurityHeaders
from globus_sdk import AuthAPIError

_log = structlog.get_logger()

_MAX_FORM_BYTES = 64 * 1024

Handler = Callable[[Console, Request], Awaitable[Response]]

_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", apps.index),
    ("GET", "/callback", login.callback),
    ("POST", "/signout", login.sign_out),
    ("GET", registration.START, registration.project_page),
    ("POST", registration.START, registration.choose_project),
    ("GET", registration.NAME, registration.name_page),
    ("POST", registration.NAME, registration.register),
    ("GET", "/apps", apps.app_list),
    ("GET", "/apps/{client_id:uuid}", apps.app_page),
)


def create_app(console: Console) -> Starlette:
    """The console's pages."""
    app = Starlette(
        routes=[
            Route(path, _endpoint(console, handler), methods=[method])
            for method, path, handler in _ROUTES
        ],
        middleware=[
            Middleware(SecurityHeaders, secure=console.settings.secure),
            Middleware(BodyLimit, limit=_MAX_FORM_BYTES),
        ],
    )
    app.add_exception_handler(ArmillaryError, _error_page(console))
    app.add_exception_handler(AuthAPIError, _auth_error(console))
    app.add_exception_handler(SignInNeeded, _sign_in(console))
    app.add_exception_handler(HTTPException, _http_error(console))
    app.add_exception_handler(Exception, _bug(console))
    return app


def _endpoint(console: Console, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await handler(console, request)

    return endpoint


_Handler = Callable[[Request, Exception], Awaitable[Response]]


def _error_page(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, ArmillaryError)
        return console.pages.error(
            title="That did not work", message=error.message, status=error.status
        )

    return handle


def _http_error(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return console.pages.error(
            title="No such page" if error.status_code == 404 else "That did not work",
            message="Start again from the console's front page.",
            status=error.status_code,
        )

    return handle


def _bug(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        _log.error("unhandled error", path=request.url.path, exc_info=error)
        return console.pages.error(
            title="That did not work",
            message="The console failed; its log says why. Try again in a while.",
            status=500,
        )

    return handle


def _sign_in(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, SignInNeeded)
        return await login.begin(console, await console.session(request), error)

    return handle


def _auth_error(console: Console) -> _Handler:
    """What Auth refuses: step-up and expired tokens lead to a login, the rest to a clear page."""

    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, AuthAPIError)
        browser = await console.session(request)
        here = request.url.path.partition("/developers")[2] or "/"
        if error.http_status == 401:
            return await login.begin(console, browser, SignInNeeded(here))
        if parameters := error.info.authorization_parameters:
            step_up = {"prompt": "login"}
            if parameters.session_message:
                step_up["session_message"] = parameters.session_message
            return await login.begin(console, browser, SignInNeeded(here, step_up))
        known = error.http_status in (403, 404)
        return console.pages.error(
            title="Not yours" if known else "That did not work",
            message=(
                "It does not exist, or you don't administer the project that it belongs to."
                if known
                else error.message or "The login service refused."
            ),
            status=404 if known else 502,
        )

    return handle
