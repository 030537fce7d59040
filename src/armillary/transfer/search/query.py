"""``endpoint_search``: its parameters become one query, whose results are in order of relevance.

Source: https://docs.globus.org/api/transfer/endpoint_and_collection_search/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select
from sqlalchemy.orm import Session

from armillary.transfer.errors import BadRequest
from armillary.transfer.model import Collection, EntityType
from armillary.transfer.people import Party
from armillary.transfer.permissions.conditions import visible
from armillary.transfer.search.model import CollectionWord
from armillary.transfer.search.scopes import SCOPES
from armillary.transfer.search.words import words

MAX_RESULTS = 1000
"""How far one may page. Source: the official SDK's paginator stops there."""

# Beyond so many collections with a word, relevance costs more than it tells.
_RARE = 2000
# The last character that there is: what begins with a word comes before the word and this.
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class SearchQuery:
    """The filters of one search; None means the parameter was not sent."""

    fulltext: str | None = None
    scope: str | None = None
    owner_id: str | None = None
    entity_type: str | None = None
    non_functional: bool | None = None
    host_endpoint: str | None = None
    mapped_collection: str | None = None


def search(
    session: Session, party: Party, query: SearchQuery, *, limit: int, offset: int
) -> list[Collection]:
    """A page of what the search asks for and the party may see, best first.

    One more than ``limit`` when another page follows.

    :raises BadRequest: an unknown scope, or ``all`` without any other filter
    """
    wanted = words(query.fulltext or "")
    conditions = _conditions(session, party, query)
    rarest, rare = _rarest(session, wanted)
    order: list[Any] = [Collection.display_name, Collection.id]
    if rarest is not None and rare:
        conditions.append(
            Collection.id.in_(select(CollectionWord.collection_id).where(_begins(rarest)))
        )
        wanted.remove(rarest)
        order.insert(0, _relevance([rarest, *wanted]).desc())
    conditions += [_has_word(word) for word in wanted]
    found = select(Collection).where(*conditions).order_by(*order)
    return list(session.scalars(found.offset(offset).limit(limit + 1)))


def _begins(word: str) -> ColumnElement[bool]:
    return CollectionWord.word.between(word, word + _LAST)


def _has_word(word: str) -> ColumnElement[bool]:
    return exists().where(CollectionWord.collection_id == Collection.id, _begins(word))


def _rarest(session: Session, wanted: list[str]) -> tuple[str | None, bool]:
    """The word that fewest collections have, and whether those are few."""
    counts = {word: _count(session, word) for word in wanted}
    rarest = min(counts, key=lambda word: counts[word], default=None)
    return rarest, rarest is not None and counts[rarest] < _RARE


def _count(session: Session, word: str) -> int:
    """How many times something begins with the word, counted no further than needed."""
    some = select(literal(1)).where(_begins(word)).limit(_RARE).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _relevance(wanted: list[str]) -> ColumnElement[int]:
    """The sum of each word's best weight; a whole word counts double."""
    total: ColumnElement[int] = literal(0)
    for word in wanted:
        whole = func.coalesce(func.max(CollectionWord.weight), 0)
        of_collection = CollectionWord.collection_id == Collection.id
        exact = select(whole).where(of_collection, CollectionWord.word == word)
        begun = select(whole).where(of_collection, _begins(word))
        total = total + exact.scalar_subquery() + begun.scalar_subquery()
    return total


def _conditions(session: Session, party: Party, query: SearchQuery) -> list[ColumnElement[bool]]:
    scope = query.scope or "all"
    if scope not in SCOPES:
        raise BadRequest(f"Unknown filter_scope '{scope}'. Use one of {', '.join(SCOPES)}.")
    narrow = (query.fulltext, query.owner_id, query.host_endpoint, query.mapped_collection)
    if scope == "all" and not any(narrow):
        raise BadRequest("filter_scope 'all' needs filter_fulltext or filter_owner_id as well.")
    conditions = [SCOPES[scope](session, party)]
    if scope != "all":
        conditions.append(visible(party))
    if query.owner_id:
        conditions.append(Collection.owner_identity_id == query.owner_id)
    if query.entity_type:
        conditions.append(Collection.entity_type == query.entity_type)
    host = query.host_endpoint or query.mapped_collection
    if host:
        conditions.append(
            (Collection.mapped_collection_id == host) | (Collection.endpoint_id == host)
        )
    return [*conditions, *_functional(scope, query.non_functional)]


def _functional(scope: str, wanted: bool | None) -> list[ColumnElement[bool]]:
    if wanted is None and scope == "all":
        wanted = False
    if wanted is None:
        return []
    is_endpoint = Collection.entity_type == EntityType.ENDPOINT
    return [is_endpoint if wanted else ~is_endpoint]
