"""``endpoint_search``: its parameters become conditions on the collection table.

Source: https://docs.globus.org/api/transfer/endpoint_and_collection_search/
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import Session

from armillary.transfer.errors import BadRequest, NotImplementedHere
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.store import recent_collection_ids, words
from armillary.web.caller import Caller


@dataclass(frozen=True)
class SearchQuery:
    """The filters of one search; None means the parameter was not sent."""

    fulltext: str | None = None
    scope: str | None = None
    owner_id: str | None = None
    entity_type: str | None = None
    non_functional: bool | None = None
    host_endpoint: str | None = None


ScopeCondition = Callable[[Session, Caller], ColumnElement[bool]]


def _visible(_: Session, caller: Caller) -> ColumnElement[bool]:
    return or_(Collection.public, Collection.owner_identity_id.in_(caller.identity_set))


def _owned(_: Session, caller: Caller) -> ColumnElement[bool]:
    return Collection.owner_identity_id.in_(caller.identity_set)


def _owned_guests(session: Session, caller: Caller) -> ColumnElement[bool]:
    return _owned(session, caller) & (Collection.entity_type == EntityType.GUEST)


def _recently_used(session: Session, caller: Caller) -> ColumnElement[bool]:
    return Collection.id.in_(recent_collection_ids(session, caller, active=False))


def _in_use(session: Session, caller: Caller) -> ColumnElement[bool]:
    return Collection.id.in_(recent_collection_ids(session, caller, active=True))


def _none(_: Session, __: Caller) -> ColumnElement[bool]:
    return false()


_SCOPES: dict[str, ScopeCondition] = {
    "all": _visible,
    "my-endpoints": _owned,
    # No Globus Connect Personal endpoints exist here.
    "my-gcp-endpoints": _none,
    "recently-used": _recently_used,
    "in-use": _in_use,
    "shared-by-me": _owned_guests,
    # Roles and access rules for others do not exist yet, so nothing is shared or administered
    # that is not owned.
    "shared-with-me": _none,
    "administered-by-me": _owned,
    "hide-no-permissions": _owned,
}


def search_conditions(
    session: Session, caller: Caller, query: SearchQuery
) -> list[ColumnElement[bool]]:
    """Conditions that select what the search asks for and the caller may see.

    :raises BadRequest: an unknown scope, or ``all`` without any other filter
    """
    scope = query.scope or "all"
    if scope not in _SCOPES:
        raise BadRequest(f"Unknown filter_scope '{scope}'. Use one of {', '.join(_SCOPES)}.")
    if query.host_endpoint is not None:
        raise NotImplementedHere("This service does not support 'filter_host_endpoint' yet.")
    if scope == "all" and not (query.fulltext or query.owner_id):
        raise BadRequest("filter_scope 'all' needs filter_fulltext or filter_owner_id as well.")
    conditions = [_SCOPES[scope](session, caller), _visible(session, caller)]
    conditions += [
        Collection.search_text.contains(f" {word}", autoescape=True)
        for word in words(query.fulltext or "")
    ]
    if query.owner_id:
        conditions.append(Collection.owner_identity_id == query.owner_id)
    if query.entity_type:
        conditions.append(Collection.entity_type == query.entity_type)
    return [*conditions, *_functional(scope, query.non_functional)]


def _functional(scope: str, wanted: bool | None) -> list[ColumnElement[bool]]:
    if wanted is None:
        wanted = False if scope == "all" else None
    if wanted is None:
        return []
    is_endpoint = Collection.entity_type == EntityType.ENDPOINT
    return [is_endpoint if wanted else ~is_endpoint]
