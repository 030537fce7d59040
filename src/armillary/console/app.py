"""The developer console as an ASGI application, mounted at ``BASE/developers``."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from armillary.console import (
    admins,
    apps,
    events,
    forms,
    login,
    policies,
    projects,
    registration,
    scopes,
    secrets,
)
from armillary.console.context import Console, Elsewhere, NotThere, SignInNeeded, Visit, visit
from armillary.core.errors import ArmillaryError
from armillary.db.trouble import UNAVAILABLE, sentence
from armillary.web.limits import BodyLimit
from armillary.web.security import SecurityHeaders
from armillary.web.unexpected import Unexpected
from globus_sdk import AuthAPIError

_log = logging.getLogger(__name__)

_MAX_FORM_BYTES = 64 * 1024
_NOT_THERE = "It does not exist, or you don't administer the project that it belongs to."

Handler = Callable[[Console, Request], Awaitable[Response]]
Page = Callable[[Visit], Awaitable[Response]]

# For everybody.
_ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/", apps.index),
    ("GET", "/callback", login.callback),
    ("POST", "/signout", login.sign_out),
)

# For those who are signed in.
_PAGES: tuple[tuple[str, Page], ...] = (
    ("/apps", apps.app_list),
    ("/apps/{client_id:uuid}", apps.app_page),
    ("/projects/{project_id:uuid}", projects.project_page),
    ("/projects/{project_id:uuid}/events", events.event_list),
)

_APP = "/apps/{client_id:uuid}"
_SCOPE = f"{_APP}/scopes/{{scope_id:uuid}}"
_PROJECT = "/projects/{project_id:uuid}"
_POLICY = f"{_PROJECT}/policies/{{policy_id:uuid}}"

# Likewise: where, what the form is, what it does.
_FORMS: tuple[tuple[str, forms.Open, forms.Apply], ...] = (
    ("/register/{kind}", registration.choose_project, registration.note_project),
    ("/register/{kind}/app", registration.describe, registration.register),
    (f"{_APP}/edit", apps.edit_sheet, apps.edit),
    (f"{_APP}/delete", apps.delete_sheet, apps.delete),
    (f"{_APP}/secrets/new", secrets.new_sheet, secrets.make),
    (f"{_APP}/secrets/{{credential_id:uuid}}/revoke", secrets.revoke_sheet, secrets.revoke),
    (f"{_APP}/scopes/new", scopes.new_sheet, scopes.create),
    (f"{_SCOPE}/edit", scopes.edit_sheet, scopes.edit),
    (f"{_SCOPE}/delete", scopes.delete_sheet, scopes.delete),
    ("/projects/new", projects.new_sheet, projects.create),
    (f"{_PROJECT}/edit", projects.edit_sheet, projects.edit),
    (f"{_PROJECT}/delete", projects.delete_sheet, projects.delete),
    (f"{_PROJECT}/admins/add", admins.add_sheet, admins.add),
    (f"{_PROJECT}/admins/{{identity_id:uuid}}/remove", admins.remove_sheet, admins.remove),
    (f"{_PROJECT}/policies/new", policies.new_sheet, policies.create),
    (f"{_POLICY}/edit", policies.edit_sheet, policies.edit),
    (f"{_POLICY}/delete", policies.delete_sheet, policies.delete),
)


def create_app(console: Console) -> Starlette:
    """The console's pages."""
    app = Starlette(
        routes=[
            *(Route(path, _open(console, call), methods=[m]) for m, path, call in _ROUTES),
            *(Route(path, _page(console, page), methods=["GET"]) for path, page in _PAGES),
            *(Route(p, _form(console, o, a), methods=["GET", "POST"]) for p, o, a in _FORMS),
        ],
        middleware=[
            Middleware(SecurityHeaders, secure=console.settings.secure),
            Middleware(Unexpected, answer=_fault(console)),
            Middleware(BodyLimit, limit=_MAX_FORM_BYTES),
        ],
    )
    app.add_exception_handler(ArmillaryError, _error_page(console))
    app.add_exception_handler(AuthAPIError, _auth_error(console))
    app.add_exception_handler(SignInNeeded, _sign_in(console))
    app.add_exception_handler(Elsewhere, _elsewhere(console))
    app.add_exception_handler(NotThere, _not_there(console))
    app.add_exception_handler(HTTPException, _http_error(console))
    for kind in UNAVAILABLE:
        app.add_exception_handler(kind, _unavailable(console))
    return app


_Endpoint = Callable[[Request], Awaitable[Response]]


def _open(console: Console, handler: Handler) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        return await handler(console, request)

    return endpoint


def _page(console: Console, page: Page) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        async with visit(console, request) as visiting:
            return await page(visiting)

    return endpoint


def _form(console: Console, open_sheet: forms.Open, apply: forms.Apply) -> _Endpoint:
    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            return await forms.send(console, request, open_sheet, apply)
        return await forms.show(console, request, open_sheet)

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


def _unavailable(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        _log.error("database unavailable", exc_info=error)
        return console.pages.error(title="Not just now", message=sentence(error), status=503)

    return handle


def _fault(console: Console) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return console.pages.error(
            title="That did not work",
            message="The console failed; its log says why. Try again in a while.",
            status=500,
        )

    return answer


def _sign_in(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, SignInNeeded)
        return await login.begin(console, await console.session(request), error)

    return handle


def _elsewhere(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, Elsewhere)
        return await console.go(await console.session(request), error.path)

    return handle


def _not_there(console: Console) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        return console.pages.error(title="Not yours", message=_NOT_THERE, status=404)

    return handle


def _auth_error(console: Console) -> _Handler:
    """What Auth refuses: a login that it asks for is begun, the rest is told on a clear page."""

    async def handle(request: Request, error: Exception) -> Response:
        assert isinstance(error, AuthAPIError)
        if again := login.step_up(error, console.here(request)):
            return await login.begin(console, await console.session(request), again)
        if error.http_status in (403, 404):
            return await _not_there(console)(request, error)
        message = error.message or "The login service refused."
        status = 400 if error.http_status == 400 else 502
        return console.pages.error(title="That did not work", message=message, status=status)

    return handle
