"""The person's projects: made, described, changed, deleted."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from armillary.console.context import Visit
from armillary.console.fields import Field, Typed
from armillary.console.forms import Done, Sheet

PROJECT_NAME = Field(
    "display_name",
    "Project name",
    rule="Give the project a name: one line of at most 255 characters.",
    required=True,
)
CONTACT = Field(
    "contact_email",
    "Contact e-mail",
    "email",
    hint="For questions about the project",
    rule="Give an e-mail address for questions about the project.",
    required=True,
    autocomplete="email",
)
_FIELDS = (PROJECT_NAME, CONTACT)


async def project_of(visit: Visit) -> dict[str, Any]:
    """The project that the address names."""
    found: dict[str, Any] = (await visit.auth.get_project(visit.ids["project_id"]))["project"]
    return found


async def make_project(visit: Visit, name: str, contact: str) -> str:
    """Make a project that the person administers; its id."""
    me = (await visit.auth.userinfo())["sub"]
    made = await visit.auth.create_project(name, contact, admin_ids=[me])
    project_id: str = made["project"]["id"]
    return project_id


async def project_page(visit: Visit) -> Response:
    """One project: ``GET /developers/projects/<id>``."""
    project = await project_of(visit)
    return await visit.show(
        "project.html",
        project=project,
        clients=await _clients(visit),
        policies=await _policies(visit),
    )


async def _clients(visit: Visit) -> list[dict[str, Any]]:
    found = (await visit.auth.get_clients())["clients"]
    return [client for client in found if client["project"] == visit.ids["project_id"]]


async def _policies(visit: Visit) -> list[dict[str, Any]]:
    found = (await visit.auth.get_policies())["policies"]
    return [policy for policy in found if policy["project_id"] == visit.ids["project_id"]]


async def new_sheet(visit: Visit) -> Sheet:
    """One more project: ``/developers/projects/new``."""
    intro = "A project is a collection of apps with a shared list of administrators."
    return Sheet("Create a project", "Create the project", "/apps", _FIELDS, intro=intro)


async def create(visit: Visit, typed: Typed) -> Done:
    """Create the project."""
    project_id = await make_project(visit, typed["display_name"], typed["contact_email"])
    return Done(f"/projects/{project_id}", "The project is created.")


async def edit_sheet(visit: Visit) -> Sheet:
    """What can be changed of a project: ``/developers/projects/<id>/edit``."""
    project = await project_of(visit)
    values = {name: project[name] for name in ("display_name", "contact_email")}
    title = f"Edit {project['display_name']}"
    return Sheet(title, "Save", _path(visit), _FIELDS, values)


async def edit(visit: Visit, typed: Typed) -> Done:
    """Change the project."""
    await visit.auth.update_project(
        visit.ids["project_id"],
        display_name=typed["display_name"],
        contact_email=typed["contact_email"],
    )
    return Done(_path(visit), "The project is changed.")


async def delete_sheet(visit: Visit) -> Sheet:
    """The question whether a project shall go: ``/developers/projects/<id>/delete``."""
    project = await project_of(visit)
    return Sheet(
        f"Delete {project['display_name']}",
        "Delete the project",
        _path(visit),
        intro="The project goes, and its history with it. This can't be undone.",
        confirm=project["display_name"],
        danger=True,
        refusal=_refusal(await _clients(visit), await _policies(visit)),
    )


def _refusal(clients: list[dict[str, Any]], policies: list[dict[str, Any]]) -> str | None:
    """Why the project has to stay, if it has to."""
    left = [
        *(f"the app {client['name']}" for client in clients),
        *(f"the policy {policy['display_name']}" for policy in policies),
    ]
    if not left:
        return None
    return f"This project can't be deleted while it has {', '.join(left)}. Delete those first."


async def delete(visit: Visit, _: Typed) -> Done:
    """Delete the project."""
    gone = (await visit.auth.delete_project(visit.ids["project_id"]))["project"]
    return Done("/apps", f"The project {gone['display_name']} is deleted.")


def _path(visit: Visit) -> str:
    return f"/projects/{visit.ids['project_id']}"
