"""Queries on projects."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from armillary.auth.audit import AuditEvent
from armillary.auth.clients.model import Client
from armillary.auth.errors import BadRequest, NotFound, Problem
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import find_many
from armillary.auth.policies.model import Policy
from armillary.auth.projects.admins import administered
from armillary.auth.projects.model import Project, ProjectAdmin


def projects_of(session: Session, identity_id: str) -> list[Project]:
    """The projects of which any identity of the same account is an administrator."""
    query = select(Project).where(Project.id.in_(administered(identity_id)))
    return list(session.scalars(query.order_by(Project.created, Project.id)))


def project_of(session: Session, project_id: str, identity_id: str) -> Project:
    """A project of which the account is an administrator.

    :raises NotFound: there is none, or it is others'
    """
    query = select(Project).where(
        Project.id == project_id.lower(), Project.id.in_(administered(identity_id))
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


def set_admins(session: Session, project_id: str, admin_ids: Collection[str]) -> None:
    """Make these identities, and no others, a project's administrators.

    :raises BadRequest: there are none, or one does not exist
    """
    found = {identity.id for identity in find_many(session, ids=admin_ids)}
    unknown = sorted(set(admin_ids) - found)
    if unknown or not found:
        message = f"A project needs administrators that exist; unknown: {unknown}."
        raise BadRequest(message, problems=[Problem("/project/admin_ids", message)])
    session.execute(delete(ProjectAdmin).where(ProjectAdmin.project_id == project_id))
    session.add_all(ProjectAdmin(project_id=project_id, identity_id=i) for i in sorted(found))
    session.flush()


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
