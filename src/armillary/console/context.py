"""What the console's pages share: the browser's session, its forms, its way to Auth."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from armillary.console.sessions import BrowserSession, SessionStore
from armillary.core.settings import Settings
from armillary.web.cookies import SecretCookie
from armillary.web.csrf import check_form, csrf_token
from armillary.web.pages import Pages
from globus_sdk import AccessTokenAuthorizer, AsyncAuthClient
from globus_sdk.gare import GlobusAuthorizationParameters

PREFIX = "/developers"


class SignInNeeded(Exception):
    """The page needs somebody to be signed in, or to sign in again.

    :param return_to: path below the console to which the login leads back
    :param wanted: what the login has to be like
    """

    def __init__(self, return_to: str, wanted: GlobusAuthorizationParameters | None = None) -> None:
        super().__init__(return_to)
        self.return_to = return_to
        self.wanted = wanted or GlobusAuthorizationParameters()


class Elsewhere(Exception):
    """The page makes no sense now; another one does.

    :param path: that one's, below the console
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NotThere(Exception):
    """What the address names does not exist, or not for this person."""


@dataclass(frozen=True)
class Console:
    """The console's parts, as the composition root puts them together.

    :param client_id: the console's own registration at Auth
    :param client_secret: and its secret
    """

    settings: Settings
    sessions: SessionStore
    client_id: str
    client_secret: str

    @property
    def cookie(self) -> SecretCookie:
        """The cookie that says which session is the browser's."""
        return SecretCookie("armillary_console", secure=self.settings.secure)

    @property
    def pages(self) -> Pages:
        """The console's templates."""
        return Pages(self.settings, "armillary.console")

    @property
    def callback_url(self) -> str:
        """Where Auth sends the browser back to."""
        return f"{self.settings.base_url}{PREFIX}/callback"

    def here(self, request: Request) -> str:
        """The path of a request below the console."""
        path: str = request.scope["path"]
        return path.removeprefix(request.scope["root_path"]) or "/"

    async def session(self, request: Request) -> BrowserSession:
        """The browser's session."""
        return await run_in_threadpool(self.sessions.load, self.cookie.read(request))

    async def form(self, request: Request, browser: BrowserSession) -> dict[str, str]:
        """The fields of a form that our own page sent.

        :raises ForgedRequest: another site sent it
        """
        form = {name: str(value) for name, value in (await request.form()).items()}
        check_form(request, cookie=self.cookie.read(request), token=form.get("csrf"))
        return form

    async def show(
        self, browser: BrowserSession, template: str, *, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """A page, in the browser's session."""
        answer = self.pages.answer(
            template,
            status=status,
            prefix=f"{self._path}{PREFIX}",
            username=browser.username,
            csrf=csrf_token(browser.secret),
            flash=browser.take_flash(),
            **context,
        )
        await self._keep(browser, answer)
        return answer

    async def go(self, browser: BrowserSession, path: str, *, flash: str | None = None) -> Response:
        """Send the browser on with GET.

        :param path: a path below the console
        :param flash: what the page there says at first
        """
        browser.flash = flash
        return await self._redirect(browser, f"{self._path}{PREFIX}{path}")

    async def leave(self, browser: BrowserSession, url: str) -> Response:
        """Send the browser to Auth's pages."""
        return await self._redirect(browser, url)

    async def _redirect(self, browser: BrowserSession, url: str) -> Response:
        answer = RedirectResponse(url, status_code=303)
        await self._keep(browser, answer)
        return answer

    async def _keep(self, browser: BrowserSession, answer: Response) -> None:
        await run_in_threadpool(self.sessions.save, browser)
        self.cookie.give(answer, browser.secret)

    @property
    def _path(self) -> str:
        """The path at which the whole deployment lies, without a final slash."""
        return urlsplit(self.settings.base_url).path

    def auth_client(self, token: str) -> AsyncAuthClient:
        """A client of Auth for whoever's token it is."""
        return AsyncAuthClient(
            base_url=self.settings.auth_url, authorizer=AccessTokenAuthorizer(token)
        )


@dataclass(frozen=True)
class Visit:
    """Somebody who is signed in opens a page or sends its form.

    :param auth: Auth, in that person's name
    :param here: the page's path below the console
    :param ids: the ids in that path, by name
    :param query: the address's query
    """

    console: Console
    browser: BrowserSession
    auth: AsyncAuthClient
    here: str
    ids: Mapping[str, str]
    query: Mapping[str, str]

    async def show(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page of the console."""
        return await self.console.show(self.browser, template, status=status, **context)


@asynccontextmanager
async def visit(
    console: Console, request: Request, browser: BrowserSession | None = None
) -> AsyncIterator[Visit]:
    """The visit that a request is.

    :param browser: the session, if it is loaded already
    :raises SignInNeeded: nobody is signed in
    """
    browser = browser or await console.session(request)
    here = console.here(request)
    if browser.token is None:
        raise SignInNeeded(here)
    ids = {name: str(value) for name, value in request.path_params.items()}
    async with console.auth_client(browser.token) as auth:
        yield Visit(console, browser, auth, here, ids, dict(request.query_params))
