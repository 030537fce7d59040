"""``endpoint_search``: its parameters become one query, whose results are in order of relevance.

Source: https://docs.globus.org/api/transfer/endpoint_and_collection_search/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    case,
    exists,
    func,
    intersect,
    literal,
    select,
)
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

# Of so many collections with the rarest word, the order of relevance is found out.
_RARE = 1000
# With so many, going through all in order of name soon gives a page.
_SOME = 3000
# Beyond so many, to ask each collection for a word costs less than to collect those that have it.
_MANY = 20_000
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
    conditions = _conditions(session, party, query)
    matches = _matching(session, words(query.fulltext or ""))
    # First the ids, as what is put in order should be small.
    found = select(Collection.id).where(*conditions, *matches.conditions)
    if matches.candidates is not None:
        of_collection = matches.candidates.c.collection_id == Collection.id
        found = found.join(matches.candidates, of_collection)
    found = found.order_by(*matches.order, Collection.display_name, Collection.id)
    ids = list(session.scalars(found.offset(offset).limit(limit + 1)))
    rows = {
        row.id: row for row in session.scalars(select(Collection).where(Collection.id.in_(ids)))
    }
    return [rows[each] for each in ids]


@dataclass(frozen=True)
class _Matches:
    """How collections with all the words are found.

    :param candidates: those with one of the words, by which the others are left out at once
    """

    candidates: Subquery | None
    conditions: list[ColumnElement[bool]]
    order: list[ColumnElement[Any]]


def _matching(session: Session, wanted: list[str]) -> _Matches:
    """By relevance while the rarest word leaves few; else all that have the words, by name.

    Among many with the same common words relevance says little, and would cost most.
    """
    counts = {word: _count(session, word) for word in wanted}
    rarest = min(counts, key=lambda word: counts[word], default=None)
    if rarest is not None and counts[rarest] < _RARE:
        return _by_relevance(rarest, [word for word in counts if word != rarest])
    most = _MANY if len(counts) > 1 else _SOME
    sets = [_having(word) for word, count in counts.items() if count < most]
    others = [_has_word(word) for word, count in counts.items() if count >= most]
    together = [intersect(*sets)] if len(sets) > 1 else sets
    return _Matches(None, [*(Collection.id.in_(each) for each in together), *others], [])


def _by_relevance(rarest: str, others: list[str]) -> _Matches:
    candidates = (
        select(CollectionWord.collection_id, func.max(_weight(rarest)).label("weight"))
        .where(_begins(rarest))
        .group_by(CollectionWord.collection_id)
        .subquery()
    )
    total = sum((_relevance(word) for word in others), start=candidates.c.weight)
    return _Matches(candidates, [_has_word(word) for word in others], [total.desc()])


def _having(word: str) -> Select[str]:
    return select(CollectionWord.collection_id).where(_begins(word))


def _begins(word: str) -> ColumnElement[bool]:
    return CollectionWord.word.between(word, word + _LAST)


def _has_word(word: str) -> ColumnElement[bool]:
    return exists().where(CollectionWord.collection_id == Collection.id, _begins(word))


def _count(session: Session, word: str) -> int:
    """How many times something begins with the word, counted no further than needed."""
    some = select(literal(1)).where(_begins(word)).limit(_MANY).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _weight(word: str) -> ColumnElement[int]:
    """What having the word says; a whole word counts double."""
    return CollectionWord.weight * case((CollectionWord.word == word, 2), else_=1)


def _relevance(word: str) -> ColumnElement[int]:
    of_collection = CollectionWord.collection_id == Collection.id
    return select(func.max(_weight(word))).where(of_collection, _begins(word)).scalar_subquery()


def _conditions(session: Session, party: Party, query: SearchQuery) -> list[ColumnElement[bool]]:
    scope = query.scope or "all"
    if scope not in SCOPES:
        raise BadRequest(f"Unknown filter_scope '{scope}'. Use one of {', '.join(SCOPES)}.")
    named = (query.owner_id, query.host_endpoint, query.mapped_collection)
    if scope == "all" and not (words(query.fulltext or "") or any(named)):
        raise BadRequest("filter_scope 'all' needs filter_fulltext or filter_owner_id as well.")
    conditions = [SCOPES[scope](session, party)]
    host = query.host_endpoint or query.mapped_collection
    if scope != "all":
        conditions.append(visible(party))
    if query.owner_id:
        conditions.append(Collection.owner_identity_id == query.owner_id)
    if query.entity_type:
        conditions.append(Collection.entity_type == query.entity_type)
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
