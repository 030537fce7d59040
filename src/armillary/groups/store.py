"""Queries on groups and their members."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from armillary.groups.errors import NotFound
from armillary.groups.model import Group, Membership
from armillary.groups.rules import ROLES

ACTIVE = "active"


class KnownGroups:
    """What other services may ask of groups."""

    def of(self, session: Session, identity_ids: Collection[str], /) -> frozenset[str]:
        """The groups of which one of the identities is an active member, in whatever role."""
        query = select(Membership.group_id).where(
            Membership.identity_id.in_(identity_ids), Membership.status == ACTIVE
        )
        return frozenset(session.scalars(query))

    def named(self, session: Session, group_ids: Collection[str], /) -> Mapping[str, str]:
        """The names of those of the groups that exist, by id."""
        query = select(Group.id, Group.name).where(Group.id.in_(group_ids)).order_by(Group.name)
        return {row.id: row.name for row in session.execute(query)}


def find_group(session: Session, group_id: str, *, held: bool = False) -> Group:
    """The group with this id.

    :param held: keep others from changing it and its members meanwhile
    :raises NotFound: there is none
    """
    query = select(Group).where(Group.id == group_id.lower())
    group = session.scalar(query.with_for_update() if held else query)
    if group is None:
        raise no_such_group()
    return group


def no_such_group() -> NotFound:
    """The error for groups that don't exist, and for those that the caller may not know of."""
    return NotFound("There is no such group, or you may not see it.")


def memberships_of(
    session: Session, identity_ids: Collection[str], statuses: Collection[str]
) -> list[tuple[Group, Membership]]:
    """The identities' memberships with one of the statuses, by the group's name."""
    query = (
        select(Group, Membership)
        .join(Membership, Membership.group_id == Group.id)
        .where(Membership.identity_id.in_(identity_ids), Membership.status.in_(statuses))
        .order_by(Group.name, Group.id, Membership.identity_id)
    )
    return [(group, membership) for group, membership in session.execute(query)]


def members_of(session: Session, group_id: str) -> list[Membership]:
    """Everyone who is or was something to a group."""
    query = select(Membership).where(Membership.group_id == group_id)
    return list(session.scalars(query.order_by(Membership.identity_id)))


def role_in(memberships: Collection[Membership]) -> str | None:
    """The highest role among active memberships."""
    roles = [each.role for each in memberships if each.status == ACTIVE]
    return max(roles, key=ROLES.index, default=None)


def remove_group(session: Session, group: Group) -> None:
    """Delete a group with its memberships."""
    session.execute(delete(Group).where(Group.id == group.id))
