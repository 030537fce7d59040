"""Who administers what."""

from __future__ import annotations

from sqlalchemy import Select, select

from armillary.auth.identities.model import Identity
from armillary.auth.projects.model import ProjectAdmin


def administered(identity_id: str) -> Select[str]:
    """The ids of the projects that any identity of the same account administers."""
    account = select(Identity.account_id).where(Identity.id == identity_id).scalar_subquery()
    return (
        select(ProjectAdmin.project_id)
        .join(Identity, Identity.id == ProjectAdmin.identity_id)
        .where(Identity.account_id == account)
    )
