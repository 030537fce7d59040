"""Registering a thick client: choose a project, sign in again, name the app."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from armillary.console.context import Console, SignInNeeded
from armillary.console.login import auth_client, begin
from armillary.console.sessions import BrowserSession
from armillary.core.errors import ArmillaryError
from globus_sdk import AsyncAuthClient, AuthAPIError

START = "/register/native"
NAME = "/register/native/app"
_NEW = "new"


class NotYourProject(ArmillaryError):
    """The form names a project that the person does not administer."""

    code = "FORBIDDEN"
    status = 403


async def project_page(console: Console, request: Request) -> Response:
    """Choose a project or describe a new one: ``GET /developers/register/native``."""
    browser = await console.session(request)
    if browser.token is None:
        raise SignInNeeded(START)
    return await _project_page(console, browser, await _projects(console, browser))


async def _project_page(
    console: Console,
    browser: BrowserSession,
    projects: list[dict[str, Any]],
    *,
    problem: str | None = None,
    filled: dict[str, str] | None = None,
) -> Response:
    return await console.show(
        browser,
        "project.html",
        status=400 if problem else 200,
        projects=projects,
        problem=problem,
        filled=filled or {},
    )


async def choose_project(console: Console, request: Request) -> Response:
    """Note the choice, then have the person sign in again: ``POST /developers/register/native``."""
    browser = await console.session(request)
    form = await console.form(request, browser)
    if browser.token is None:
        raise SignInNeeded(START)
    projects = await _projects(console, browser)
    chosen = form.get("project", _NEW)
    if chosen == _NEW:
        name, email = form.get("display_name", "").strip(), form.get("contact_email", "").strip()
        if not name or "@" not in email:
            problem = "Give the project a name and an e-mail address for questions about it."
            return await _project_page(console, browser, projects, problem=problem, filled=form)
        browser.draft = {"display_name": name, "contact_email": email}
    elif chosen in {project["id"] for project in projects}:
        browser.draft = {"project": chosen}
    else:
        raise NotYourProject("You don't administer this project. Choose one of yours.")
    again = SignInNeeded(
        NAME,
        {
            "prompt": "login",
            "session_message": "Sign in again to register an app in this project.",
        },
    )
    return await begin(console, browser, again)


async def name_page(console: Console, request: Request) -> Response:
    """Give the app a name: ``GET /developers/register/native/app``."""
    browser = await console.session(request)
    if browser.token is None or not browser.draft:
        return await console.go(browser, START)
    return await console.show(browser, "name.html", problem=None, name=browser.draft.get("name"))


async def register(console: Console, request: Request) -> Response:
    """Create the app, and the project if it is new: ``POST /developers/register/native/app``."""
    browser = await console.session(request)
    form = await console.form(request, browser)
    if browser.token is None or not browser.draft:
        return await console.go(browser, START)
    if "client" in browser.draft:
        # The form was sent twice, by reloading or by going back.
        return await console.go(browser, f"/apps/{browser.draft['client']}")
    browser.draft["name"] = form.get("name", "").strip()
    try:
        async with auth_client(console, browser) as auth:
            await _create(auth, browser)
    except AuthAPIError as error:
        if error.http_status not in (400, 409, 422):
            raise
        return await console.show(
            browser,
            "name.html",
            status=400,
            problem=error.message or "Auth does not accept this name.",
            name=browser.draft["name"],
        )
    return await console.go(browser, f"/apps/{browser.draft['client']}")


async def _create(auth: AsyncAuthClient, browser: BrowserSession) -> None:
    draft = browser.draft
    if "project" not in draft:
        me = (await auth.userinfo())["sub"]
        project = await auth.create_project(
            draft["display_name"], draft["contact_email"], admin_ids=[me]
        )
        draft["project"] = project["project"]["id"]
    client = await auth.create_client(draft["name"], project=draft["project"], public_client=True)
    draft["client"] = client["client"]["id"]


async def _projects(console: Console, browser: BrowserSession) -> list[dict[str, Any]]:
    async with auth_client(console, browser) as auth:
        return list((await auth.get_projects())["projects"])
