"""What a party is to collections, as conditions of queries on the collection table.

They say the same as ``transfer.rules``, for many collections at once.
"""

from __future__ import annotations

from collections.abc import Collection as Several

from sqlalchemy import ColumnElement, Select, and_, or_, select, union_all
from sqlalchemy.orm import aliased

from armillary.core.clock import utcnow
from armillary.transfer.model import Collection
from armillary.transfer.people import Party
from armillary.transfer.permissions.model import AccessRule, EndpointRole
from armillary.transfer.rules import ON_GUESTS, POWERS, ROLES, Power

_WATCHERS = [role for role in ROLES if Power.SEE_ACTIVITY in POWERS[role]]


def role_is_for(party: Party) -> ColumnElement[bool]:
    """Whether a role is that of a party."""
    kind, principal = EndpointRole.principal_type, EndpointRole.principal
    return or_(
        and_(kind == "identity", principal.in_(party.identities)),
        and_(kind == "group", principal.in_(party.groups)),
    )


def rule_names(party: Party) -> ColumnElement[bool]:
    """Whether an access rule names a party, as one of its identities or groups."""
    kind, principal = AccessRule.principal_type, AccessRule.principal
    return or_(
        and_(kind == "identity", principal.in_(party.identities)),
        and_(kind == "group", principal.in_(party.groups)),
    )


def is_in_force() -> ColumnElement[bool]:
    """Whether an access rule has not expired."""
    return or_(AccessRule.expiration_date.is_(None), AccessRule.expiration_date > utcnow())


def owned(party: Party) -> ColumnElement[bool]:
    """Whether the party owns the collection."""
    return Collection.owner_identity_id.in_(party.identities)


def has_role(party: Party, roles: Several[str]) -> ColumnElement[bool]:
    """Whether the party was given one of the roles on the collection."""
    return Collection.id.in_(_with_role(party, roles))


def ruled(party: Party) -> ColumnElement[bool]:
    """Whether an access rule of the collection names the party."""
    return Collection.id.in_(_ruled(party))


def visible(party: Party) -> ColumnElement[bool]:
    """Whether the party may know of the collection."""
    return or_(Collection.public, known(party))


def known(party: Party) -> ColumnElement[bool]:
    """Whether a role or an access rule says something of the party."""
    return Collection.id.in_(union_all(*_with_some_role(party, ROLES), _ruled(party)))


def watched(party: Party) -> ColumnElement[bool]:
    """Whether the party may see the activity on the collection."""
    return Collection.id.in_(union_all(*_with_some_role(party, _WATCHERS)))


def _ruled(party: Party) -> Select[str]:
    return select(AccessRule.collection_id).where(rule_names(party), is_in_force())


def _with_role(party: Party, roles: Several[str]) -> Select[str]:
    return select(EndpointRole.collection_id).where(
        role_is_for(party), EndpointRole.role.in_(roles)
    )


def _with_some_role(party: Party, roles: Several[str]) -> list[Select[str]]:
    """The ids of collections on which the party has a role, each by a search of an index.

    As its owner, by a role given on it, and by a role on what is below it.
    """
    each, host = aliased(Collection), aliased(Collection)
    of_party = each.owner_identity_id.in_(party.identities)
    on_guests = _with_role(party, [role for role in roles if role in ON_GUESTS])
    hosts = select(host.id).where(
        host.owner_identity_id.in_(party.identities) | host.endpoint_id.in_(on_guests)
    )
    return [
        select(each.id).where(of_party),
        _with_role(party, roles),
        select(each.id).where(each.mapped_collection_id.in_(on_guests)),
        select(each.id).where(each.mapped_collection_id.in_(hosts)),
        select(each.id).where(each.endpoint_id.in_(_with_role(party, roles))),
    ]
