"""The administrators of a project."""

from __future__ import annotations

from typing import Any

from armillary.console.context import NotThere, Visit
from armillary.console.fields import Field, Problem, Typed, Unacceptable
from armillary.console.forms import Done, Sheet
from armillary.console.projects import project_of
from armillary.core.ids import is_uuid
from globus_sdk import AuthAPIError

_WHO = Field(
    "who",
    "Username, identity id or group id",
    hint="Of an account or group that exists. The person, or each active member of the group, "
    "may do everything in this project that you may.",
    required=True,
)
_NOBODY = Problem(
    "There is no such account or group. Check how it is written; have the person sign up.",
    _WHO.name,
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
    if identity is None:
        return await _add_group(visit, project, typed["who"])
    if identity["id"] in project["admin_ids"]:
        raise _already(identity["username"])
    await visit.auth.update_project(
        project["id"], admin_ids=[*project["admin_ids"], identity["id"]]
    )
    return Done(_path(visit), f"{identity['username']} is an administrator now.")


async def _add_group(visit: Visit, project: dict[str, Any], who: str) -> Done:
    """Add what has been typed if it is the id of a group.

    :raises Unacceptable: it is not
    """
    before = project["admin_group_ids"] or []
    if who.lower() in before:
        raise _already("This group")
    try:
        changed = await visit.auth.update_project(
            project["id"], admin_group_ids=[*before, who.lower()]
        )
    except AuthAPIError as error:
        if error.http_status != 400:
            raise
        raise Unacceptable(_NOBODY) from error
    names = {group["id"]: group["name"] for group in changed["project"]["admins"]["groups"]}
    return Done(_path(visit), f"The group {names[who.lower()]} administers the project now.")


def _already(name: str) -> Unacceptable:
    return Unacceptable(Problem(f"{name} administers this project already.", _WHO.name))


async def _identity(visit: Visit, who: str) -> dict[str, Any] | None:
    """The identity that somebody has typed, or None for what may be the id of a group.

    :raises Unacceptable: there is none that anybody uses
    """
    if is_uuid(who):
        answer = await visit.auth.get_identities(ids=who)
    else:
        answer = await visit.auth.get_identities(usernames=who)
    found: list[dict[str, Any]] = list(answer["identities"])
    if not found and is_uuid(who):
        return None
    if len(found) != 1 or found[0]["status"] != "used":
        raise Unacceptable(_NOBODY)
    return found[0]


async def remove_sheet(visit: Visit) -> Sheet:
    """The question whether somebody shall go: ``/developers/projects/<id>/admins/<id>/remove``."""
    project = await project_of(visit)
    name, is_group = _admin(visit, project)
    who = f"The members of {name}" if is_group else name
    return Sheet(
        f"Remove {name}",
        "Remove the administrator",
        _path(visit),
        intro=f"{who} can't manage {project['display_name']} any more. "
        "Secrets that they know stay valid: revoke those.",
        danger=True,
        refusal=_last(project),
    )


async def remove(visit: Visit, _: Typed) -> Done:
    """Remove the administrator."""
    project = await project_of(visit)
    name, is_group = _admin(visit, project)
    kind = "admin_group_ids" if is_group else "admin_ids"
    left = [each for each in project[kind] if each != visit.ids["identity_id"]]
    changed: dict[str, Any] = {kind: left}
    await visit.auth.update_project(project["id"], **changed)
    mine = [each["id"] for each in (await visit.auth.get_projects())["projects"]]
    path = _path(visit) if project["id"] in mine else "/apps"
    return Done(path, f"{name} is no administrator any more.")


def _last(project: dict[str, Any]) -> str | None:
    if len(project["admin_ids"]) + len(project["admin_group_ids"] or []) > 1:
        return None
    return "A project needs an administrator, and this is the last one. Add another one first."


def _admin(visit: Visit, project: dict[str, Any]) -> tuple[str, bool]:
    """The name of the administrator that the address names, and whether it is a group."""
    admins = project["admins"]
    names = {each["id"]: (each["username"], False) for each in admins["identities"]}
    names |= {each["id"]: (each["name"], True) for each in admins["groups"]}
    if visit.ids["identity_id"] not in names:
        raise NotThere
    return names[visit.ids["identity_id"]]


def _path(visit: Visit) -> str:
    return f"/projects/{visit.ids['project_id']}"
