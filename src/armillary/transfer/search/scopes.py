"""``filter_scope`` of the endpoint search: which collections a party means by each.

Source: https://docs.globus.org/api/transfer/endpoint_and_collection_search/
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from armillary.transfer.model import GUESTS, Collection, EntityType
from armillary.transfer.people import Party
from armillary.transfer.permissions.conditions import has_role, known, owned, ruled, visible
from armillary.transfer.rules import WITH_FILES
from armillary.transfer.store import recent_collection_ids

ScopeCondition = Callable[[Session, Party], ColumnElement[bool]]


def shared_by(party: Party) -> ColumnElement[bool]:
    """Guest collections to which the party may let others in."""
    mine = owned(party) | has_role(party, WITH_FILES)
    return Collection.entity_type.in_(GUESTS) & mine


def _is_personal() -> ColumnElement[bool]:
    return Collection.entity_type == EntityType.PERSONAL


def _recently_used(session: Session, party: Party) -> ColumnElement[bool]:
    return Collection.id.in_(recent_collection_ids(session, party.identities, active=False))


def _in_use(session: Session, party: Party) -> ColumnElement[bool]:
    return Collection.id.in_(recent_collection_ids(session, party.identities, active=True))


SCOPES: dict[str, ScopeCondition] = {
    "all": lambda _, party: visible(party),
    "my-endpoints": lambda _, party: owned(party),
    "my-gcp-endpoints": lambda _, party: owned(party) & _is_personal(),
    "recently-used": _recently_used,
    "in-use": _in_use,
    "shared-by-me": lambda _, party: shared_by(party),
    "shared-with-me": lambda _, party: ruled(party) & ~owned(party),
    "administered-by-me": lambda _, party: owned(party) | has_role(party, ["administrator"]),
    "hide-no-permissions": lambda _, party: known(party),
}
