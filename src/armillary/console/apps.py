"""The console's front page, the person's apps, and the page that describes one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from armillary.console.context import Console, SignInNeeded
from armillary.console.login import auth_client


async def index(console: Console, request: Request) -> Response:
    """What can be done here: ``GET /developers``."""
    return await console.show(await console.session(request), "index.html")


async def app_list(console: Console, request: Request) -> Response:
    """The projects that the person administers, and their apps: ``GET /developers/apps``."""
    browser = await console.session(request)
    if browser.token is None:
        raise SignInNeeded("/apps")
    async with auth_client(console, browser) as auth:
        projects = list((await auth.get_projects())["projects"])
        clients = list((await auth.get_clients())["clients"])
    return await console.show(browser, "apps.html", projects=projects, clients=clients)


async def app_page(console: Console, request: Request) -> Response:
    """One app: ``GET /developers/apps/<id>``."""
    browser = await console.session(request)
    client_id = str(request.path_params["client_id"])
    if browser.token is None:
        raise SignInNeeded(f"/apps/{client_id}")
    async with auth_client(console, browser) as auth:
        client = (await auth.get_client(client_id=client_id))["client"]
        project = (await auth.get_project(client["project"]))["project"]
    return await console.show(browser, "app.html", client=client, project=project)
