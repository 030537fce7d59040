"""Who administers what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select, union

from armillary.auth.identities.model import Identity
from armillary.auth.projects.model import ProjectAdmin, ProjectAdminGroup


@dataclass(frozen=True)
class Manager:
    """Somebody who manages projects and apps.

    :param group_ids: the groups in which the identity's account is active
    """

    identity_id: str
    group_ids: frozenset[str] = frozenset()


def administered(manager: Manager) -> Select[str]:
    """The ids of the projects that the account administers, by an identity or by a group."""
    account = (
        select(Identity.account_id).where(Identity.id == manager.identity_id).scalar_subquery()
    )
    by_identity = (
        select(ProjectAdmin.project_id)
        .join(Identity, Identity.id == ProjectAdmin.identity_id)
        .where(Identity.account_id == account)
    )
    by_group = select(ProjectAdminGroup.project_id).where(
        ProjectAdminGroup.group_id.in_(manager.group_ids)
    )
    both = union(by_identity, by_group).subquery()
    return select(both.c.project_id)
