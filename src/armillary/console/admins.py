"""The administrators of a project."""

from __future__ import annotations

from typing import Any

from armillary.console.context import NotThere, Visit
from armillary.console.fields import Field, Problem, Typed, Unacceptable
from armillary.console.forms import Done, Sheet
from armillary.console.projects import project_of
from armillary.core.ids import is_uuid

_WHO = Field(
    "who",
    "Username or identity id",
    hint="Of an account that exists. The person may do everything in this project that you may.",
    required=True,
)


async def add_sheet(visit: Visit) -> Sheet:
    """One more administrator: ``/developers/projects/<id>/admins/add``."""
    project = await project_of(visit)
    title = f"Add an administrator to {project['display_name']}"
    return Sheet(title, "Add the administrator", _path(visit), (_WHO,))


async def add(visit: Visit, typed: Typed) -> Done:
    """Add the administrator."""
    project = await project_of(visit)
    identity = await _identity(visit, typed["who"])
    if identity["id"] in project["admin_ids"]:
        message = f"{identity['username']} administers this project already."
        raise Unacceptable(Problem(message, _WHO.name))
    await visit.auth.update_project(
        project["id"], admin_ids=[*project["admin_ids"], identity["id"]]
    )
    return Done(_path(visit), f"{identity['username']} is an administrator now.")


async def _identity(visit: Visit, who: str) -> dict[str, Any]:
    """The identity that somebody has typed.

    :raises Unacceptable: there is none that anybody uses
    """
    if is_uuid(who):
        found = list((await visit.auth.get_identities(ids=who))["identities"])
    else:
        found = list((await visit.auth.get_identities(usernames=who))["identities"])
    if len(found) != 1 or found[0]["status"] != "used":
        message = "There is no such account. Check how it is written; have the person sign up."
        raise Unacceptable(Problem(message, _WHO.name))
    identity: dict[str, Any] = found[0]
    return identity


async def remove_sheet(visit: Visit) -> Sheet:
    """The question whether somebody shall go: ``/developers/projects/<id>/admins/<id>/remove``."""
    project = await project_of(visit)
    admin = _admin(visit, project)
    return Sheet(
        f"Remove {admin['username']}",
        "Remove the administrator",
        _path(visit),
        intro=f"{admin['username']} can't manage {project['display_name']} any more. "
        "Secrets that this person knows stay valid: revoke those.",
        danger=True,
        refusal=_last(project),
    )


async def remove(visit: Visit, _: Typed) -> Done:
    """Remove the administrator."""
    project = await project_of(visit)
    admin = _admin(visit, project)
    left = [each for each in project["admin_ids"] if each != admin["id"]]
    await visit.auth.update_project(project["id"], admin_ids=left)
    gone = f"{admin['username']} is no administrator any more."
    me = (await visit.auth.userinfo())["sub"]
    return Done("/apps" if admin["id"] == me else _path(visit), gone)


def _last(project: dict[str, Any]) -> str | None:
    if len(project["admin_ids"]) > 1:
        return None
    return "A project needs an administrator, and this is the last one. Add another one first."


def _admin(visit: Visit, project: dict[str, Any]) -> dict[str, Any]:
    for admin in project["admins"]["identities"]:
        if admin["id"] == visit.ids["identity_id"]:
            found: dict[str, Any] = admin
            return found
    raise NotThere


def _path(visit: Visit) -> str:
    return f"/projects/{visit.ids['project_id']}"
