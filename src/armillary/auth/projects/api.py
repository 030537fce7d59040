"""Managing projects."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.callers import MANAGE_PROJECTS, ApiCaller, CallerOf
from armillary.auth.errors import BadRequest, Conflict
from armillary.auth.freshness import may_change, may_create_projects
from armillary.auth.identities.store import find_many
from armillary.auth.parts import Parts, PartsOf
from armillary.auth.projects.model import Project
from armillary.auth.projects.store import (
    admin_groups_of,
    admins_of,
    check_has_admins,
    events_of,
    is_empty,
    project_of,
    projects_of,
    set_admin_groups,
    set_admins,
)
from armillary.auth.projects.wire import (
    ProjectBody,
    ProjectFields,
    events_document,
    project_document,
)
from armillary.core.ids import new_id

router = APIRouter(prefix="/v2/api/projects")

# PostgreSQL compares an event's id, an INTEGER, with nothing larger.
_LARGEST_ID = (1 << 31) - 1


@router.get("")
def get_projects(caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """The projects that the caller administers."""
    caller.require(MANAGE_PROJECTS)
    with parts.database.read() as session:
        return {
            "projects": [
                _document(session, parts, p) for p in projects_of(session, caller.manager(session))
            ]
        }


@router.get("/{project_id}")
def get_project(project_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """One project."""
    caller.require(MANAGE_PROJECTS)
    with parts.database.read() as session:
        project = project_of(session, project_id, caller.manager(session))
        return {"project": _document(session, parts, project)}


@router.post("", status_code=201)
def create_project(body: ProjectBody, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Make a project; needs a sign-in of the last five minutes."""
    may_create_projects(caller)
    fields = body.project
    if fields.display_name is None or fields.contact_email is None:
        raise BadRequest("A project needs display_name and contact_email.")
    with parts.database.write() as session:
        project = Project(
            id=new_id(), display_name=fields.display_name, contact_email=fields.contact_email
        )
        session.add(project)
        session.flush()
        _apply(session, parts, project, fields)
        _record(session, "project.created", caller, project)
        return {"project": _document(session, parts, project)}


@router.put("/{project_id}")
def update_project(
    project_id: str, body: ProjectBody, caller: CallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Change what the body names of a project."""
    may_change(caller)
    with parts.database.write() as session:
        project = project_of(session, project_id, caller.manager(session))
        before = _admins(session, project)
        _apply(session, parts, project, body.project)
        changed = sorted(body.project.model_fields_set)
        _record(session, "project.updated", caller, project, changed=changed)
        _record_admins(session, caller, project, before)
        return {"project": _document(session, parts, project)}


@router.delete("/{project_id}")
def delete_project(project_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Remove a project that has no clients and no policies any more."""
    may_change(caller)
    with parts.database.write() as session:
        project = project_of(session, project_id, caller.manager(session))
        if not is_empty(session, project.id):
            raise Conflict("The project still has apps or policies. Delete those first.")
        document = _document(session, parts, project)
        session.delete(project)
        _record(session, "project.deleted", caller, project)
        return {"project": document}


@router.get("/{project_id}/events")
def get_events(
    project_id: str,
    caller: CallerOf,
    parts: PartsOf,
    marker: Annotated[int | None, Query(ge=1, le=_LARGEST_ID)] = None,
    per_page: Annotated[int, Query(ge=1, le=100)] = 50,
) -> dict[str, Any]:
    """What was changed in a project and its apps, newest first: ours, not part of Globus Auth.

    ``marker`` of one answer, sent with the next call, goes on from there; the last page has none.
    """
    caller.require(MANAGE_PROJECTS)
    with parts.database.read() as session:
        project = project_of(session, project_id, caller.manager(session))
        found = events_of(session, project.id, before=marker, limit=per_page + 1)
        people = find_many(session, ids={e.actor for e in found if e.actor})
    return events_document(found, people, per_page)


def _apply(session: Session, parts: Parts, project: Project, fields: ProjectFields) -> None:
    project.display_name = fields.display_name or project.display_name
    project.contact_email = fields.contact_email or project.contact_email
    if fields.admin_ids is not None:
        set_admins(session, project.id, fields.admin_ids)
    if "admin_group_ids" in fields.model_fields_set:
        set_admin_groups(session, parts.groups, project.id, fields.admin_group_ids or [])
    check_has_admins(session, project.id)


def _document(session: Session, parts: Parts, project: Project) -> dict[str, Any]:
    group_ids = admin_groups_of(session, project.id)
    names = parts.groups.named(session, group_ids)
    return project_document(project, admins_of(session, project.id), group_ids, names)


def _admins(session: Session, project: Project) -> set[str]:
    """The ids of the identities and groups that administer a project."""
    people = {admin.id for admin in admins_of(session, project.id)}
    return people | set(admin_groups_of(session, project.id))


def _record_admins(session: Session, caller: ApiCaller, project: Project, before: set[str]) -> None:
    after = _admins(session, project)
    if after != before:
        changes = {"added": sorted(after - before), "removed": sorted(before - after)}
        _record(session, "project.admins_changed", caller, project, **changes)


def _record(session: Session, event: str, caller: ApiCaller, project: Project, **more: Any) -> None:
    record(
        session,
        event=event,
        actor=caller.identity_id,
        client=caller.client_id,
        target=project.id,
        project=project.id,
        detail={"display_name": project.display_name, **more},
    )
