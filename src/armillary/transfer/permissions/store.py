"""Queries on access rules and roles."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from armillary.transfer import store
from armillary.transfer.errors import AccessRuleNotFound, RoleNotFound
from armillary.transfer.model import Collection as CollectionRow
from armillary.transfer.people import Party
from armillary.transfer.permissions.conditions import is_in_force, role_is_for, rule_names
from armillary.transfer.permissions.model import AccessRule, EndpointRole
from armillary.transfer.rules import Standing, effective_roles
from armillary.transfer.store import Place

# Those who hold no token are never asked for by the API, so a caller is one of both.
EVERYBODY = ("all_authenticated_users", "anonymous")


def standing(session: Session, party: Party, place: Place) -> Standing:
    """What a party is to a collection, as of now."""
    return Standing(
        party=party,
        place=place,
        roles=effective_roles(party, place, _granted(session, party, place.lineage)),
        rules=list(session.scalars(_rules_for(party, place.collection.id))),
    )


def roles_on(session: Session, party: Party, places: Sequence[Place]) -> dict[str, tuple[str, ...]]:
    """A party's effective roles on several collections, by their ids."""
    ids = {each for place in places for each in place.lineage}
    granted = _granted(session, party, ids)
    return {place.collection.id: effective_roles(party, place, granted) for place in places}


def own_roles(session: Session, party: Party, collection: CollectionRow) -> tuple[str, ...]:
    """A party's roles on a collection itself, without those that it has from what is below."""
    alone = Place(collection, None, None)
    granted = _granted(session, party, [collection.id])
    return effective_roles(party, alone, granted)


def standing_on(session: Session, party: Party, collection_id: str) -> Standing | None:
    """The same by the collection's id; None where there is no such collection."""
    place = store.place(session, collection_id)
    return standing(session, party, place) if place else None


def _granted(session: Session, party: Party, ids: Collection[str]) -> dict[str, set[str]]:
    query = select(EndpointRole).where(EndpointRole.collection_id.in_(ids), role_is_for(party))
    granted: dict[str, set[str]] = {}
    for role in session.scalars(query):
        granted.setdefault(role.collection_id, set()).add(role.role)
    return granted


def _rules_for(party: Party, collection_id: str) -> Select[AccessRule]:
    return select(AccessRule).where(
        AccessRule.collection_id == collection_id,
        or_(rule_names(party), AccessRule.principal_type.in_(EVERYBODY)),
        is_in_force(),
    )


def access_rules(session: Session, collection_id: str) -> list[AccessRule]:
    """Every access rule of a collection, expired or not."""
    query = select(AccessRule).where(AccessRule.collection_id == collection_id)
    return list(session.scalars(query.order_by(AccessRule.path, AccessRule.create_time)))


def access_rule(session: Session, collection_id: str, rule_id: str) -> AccessRule:
    """One access rule of a collection.

    :raises AccessRuleNotFound: it has no such rule
    """
    rule = session.get(AccessRule, rule_id)
    if rule is None or rule.collection_id != collection_id:
        raise AccessRuleNotFound(
            f"There is no access rule '{rule_id}'. access_list shows the ids of those there are."
        )
    return rule


def roles(session: Session, collection_id: str) -> list[EndpointRole]:
    """Every role that was given on a collection; its owner's is not among them."""
    query = select(EndpointRole).where(EndpointRole.collection_id == collection_id)
    return list(session.scalars(query.order_by(EndpointRole.role, EndpointRole.id)))


def role(session: Session, collection_id: str, role_id: str) -> EndpointRole:
    """One role on a collection.

    :raises RoleNotFound: there is none with this id
    """
    found = session.get(EndpointRole, role_id)
    if found is None or found.collection_id != collection_id:
        raise RoleNotFound(
            f"There is no role '{role_id}'. role_list shows the ids of those there are."
        )
    return found


def is_role_of(role: EndpointRole, party: Party) -> bool:
    """Whether a role was given to a party."""
    names: Collection[str] = party.identities if role.principal_type == "identity" else party.groups
    return role.principal in names
