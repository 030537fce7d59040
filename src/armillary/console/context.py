"""What the console's pages share: the browser's session, its forms, its way to Auth."""

from __future__ import annotations

from collections.abc import Mapping
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

PREFIX = "/developers"


class SignInNeeded(Exception):
    """The page needs somebody to be signed in.

    :param parameters: of the authorize request, besides the usual ones (``prompt``, ...)
    """

    def __init__(self, return_to: str, parameters: Mapping[str, str] | None = None) -> None:
        super().__init__(return_to)
        self.return_to = return_to
        self.parameters = dict(parameters or {})


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
            **context,
        )
        await self._keep(browser, answer)
        return answer

    async def go(self, browser: BrowserSession, url: str) -> Response:
        """Send the browser on with GET.

        :param url: absolute, or a path below the console
        """
        target = url if "://" in url else f"{self._path}{PREFIX}{url}"
        answer = RedirectResponse(target, status_code=303)
        await self._keep(browser, answer)
        return answer

    async def _keep(self, browser: BrowserSession, answer: Response) -> None:
        await run_in_threadpool(self.sessions.save, browser)
        self.cookie.give(answer, browser.secret)

    @property
    def _path(self) -> str:
        """The path at which the whole deployment lies, without a final slash."""
        return urlsplit(self.settings.base_url).path
