"""Queries on projects."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from armillary.auth.audit import AuditEvent
from armillary.auth.clients.model import Client
from armillary.auth.errors import BadRequest, NotFound, Problem
from armillary.auth.groups import Groups
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_many
from armillary.auth.policies.model import Policy
from armillary.auth.projects.admins import Manager, administered
from armillary.auth.projects.model import Project, ProjectAdmin, ProjectAdminGroup


def projects_of(session: Session, manager: Manager) -> list[Project]:
    """The projects of which any identity of the same account is an administrator."""
    query = select(Project).where(Project.id.in_(administered(manager)))
    return list(session.scalars(query.order_by(Project.created, Project.id)))


def project_of(session: Session, project_id: str, manager: Manager) -> Project:
    """A project of which the account is an administrator.

    :raises NotFound: there is none, or it is others'
    """
    query = select(Project).where(
        Project.id == project_id.lower(), Project.id.in_(administered(manager))
    )
    project = session.scalar(query)
    if project is None:
        raise NotFound("There is no such project, or you don't administer it.")
    return project


def admins_of(session: Session, project_id: str) -> list[Identity]:
    """A project's administrators, by username."""
    query = (
        select(Identity)
        .join(ProjectAdmin, ProjectAdmin.identity_id == Identity.id)
        .where(ProjectAdmin.project_id == project_id)
        .order_by(Identity.username)
    )
    return list(session.scalars(query))


def admin_groups_of(session: Session, project_id: str) -> list[str]:
    """The ids of the groups whose members administer a project."""
    query = select(ProjectAdminGroup.group_id).where(ProjectAdminGroup.project_id == project_id)
    return list(session.scalars(query.order_by(ProjectAdminGroup.group_id)))


def set_admins(session: Session, project_id: str, admin_ids: Collection[str]) -> None:
    """Make these identities, and no others, a project's administrators beside its groups.

    :raises BadRequest: one does not exist
    """
    found = {identity.id for identity in find_many(session, ids=admin_ids)}
    if unknown := sorted(set(admin_ids) - found):
        raise _unacceptable(f"These identities don't exist: {unknown}.", "admin_ids")
    session.execute(delete(ProjectAdmin).where(ProjectAdmin.project_id == project_id))
    session.add_all(ProjectAdmin(project_id=project_id, identity_id=i) for i in sorted(found))
    session.flush()


def set_admin_groups(
    session: Session, groups: Groups, project_id: str, group_ids: Collection[str]
) -> None:
    """Make the members of these groups, and of no others, a project's administrators.

    :raises BadRequest: one does not exist
    """
    if unknown := sorted(set(group_ids) - groups.named(session, group_ids).keys()):
        raise _unacceptable(f"These groups don't exist: {unknown}.", "admin_group_ids")
    session.execute(delete(ProjectAdminGroup).where(ProjectAdminGroup.project_id == project_id))
    session.add_all(
        ProjectAdminGroup(project_id=project_id, group_id=i) for i in sorted(set(group_ids))
    )
    session.flush()


def check_has_admins(session: Session, project_id: str) -> None:
    """Let pass a project that somebody administers.

    :raises BadRequest: nobody does
    """
    if not admins_of(session, project_id) and not admin_groups_of(session, project_id):
        raise _unacceptable("A project needs administrators: identities or groups.", "admin_ids")


def is_admin_group(session: Session, group_id: str) -> bool:
    """Whether the members of a group administer some project."""
    query = select(ProjectAdminGroup.group_id).where(ProjectAdminGroup.group_id == group_id)
    return session.scalar(query.limit(1)) is not None


def _unacceptable(message: str, field: str) -> BadRequest:
    return BadRequest(message, problems=[Problem(f"/project/{field}", message)])


def events_of(
    session: Session, project_id: str, *, before: int | None, limit: int
) -> list[AuditEvent]:
    """What happened to a project and what belongs to it, newest first.

    :param before: the id of the event to go on from, or None to begin with the newest
    """
    query = select(AuditEvent).where(AuditEvent.project == project_id)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return list(session.scalars(query.order_by(AuditEvent.id.desc()).limit(limit)))


def is_empty(session: Session, project_id: str) -> bool:
    """Whether no client and no policy belongs to the project."""
    clients = select(Client.id).where(Client.project_id == project_id)
    policies = select(Policy.id).where(Policy.project_id == project_id)
    return session.scalar(clients.union_all(policies).limit(1)) is None
