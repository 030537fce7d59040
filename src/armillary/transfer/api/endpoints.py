"""Endpoint and collection documents, and the search for them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from armillary.transfer import rules, store, wire
from armillary.transfer.api.context import CallerDep, ServicesDep, flag
from armillary.transfer.search import SearchQuery, search_conditions
from armillary.web.caller import Caller

router = APIRouter()


@router.get("/v0.10/endpoint_search")
def endpoint_search(
    caller: CallerDep,
    services: ServicesDep,
    filter_fulltext: str | None = None,
    filter_scope: str | None = None,
    filter_owner_id: str | None = None,
    filter_entity_type: str | None = None,
    filter_non_functional: str | None = None,
    filter_host_endpoint: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> dict[str, Any]:
    """Search for collections: ``GET /v0.10/endpoint_search``."""
    query = SearchQuery(
        fulltext=filter_fulltext,
        scope=filter_scope,
        owner_id=filter_owner_id,
        entity_type=filter_entity_type,
        non_functional=flag(filter_non_functional),
        host_endpoint=filter_host_endpoint,
    )
    with services.database.read() as session:
        conditions = search_conditions(session, caller, query)
        rows = store.search_collections(session, conditions, limit=limit, offset=offset)
        documents = [
            endpoint_document(caller, store.complete(session, row)) for row in rows[:limit]
        ]
    return {
        "DATA_TYPE": "endpoint_list",
        "limit": limit,
        "offset": offset,
        "has_next_page": len(rows) > limit,
        "DATA": documents,
    }


@router.get("/v0.10/endpoint/{endpoint_id}")
def get_endpoint(endpoint_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """One endpoint or collection: ``GET /v0.10/endpoint/<id>``."""
    with services.database.read() as session:
        return endpoint_document(caller, visible_place(session, caller, str(endpoint_id)))


def visible_place(session: Session, caller: Caller, collection_id: str) -> store.Place:
    """A collection that the caller may know of, with its node.

    :raises EndpointNotFound: there is none
    """
    found = store.place(session, collection_id)
    rules.check_visible(caller, found.collection if found else None, collection_id)
    assert found is not None
    return found


def usable_place(session: Session, caller: Caller, collection_id: str) -> store.Place:
    """A collection whose files the caller may read and write.

    :raises TransferError: it is unknown, or the caller may not
    """
    found = visible_place(session, caller, collection_id)
    rules.check_data_access(caller, found.collection)
    return found


def endpoint_document(caller: Caller, place: store.Place) -> dict[str, Any]:
    """The document of a collection as this caller sees it."""
    roles = rules.effective_roles(caller, place.collection)
    return wire.endpoint(place.collection, roles=roles, node=place.node, mapped=place.mapped)
