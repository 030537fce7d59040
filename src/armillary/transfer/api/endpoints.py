"""Endpoint and collection documents: the search for them, and changing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy.orm import Session

from armillary.transfer import guests, personal, store, wire
from armillary.transfer.api.context import (
    LARGEST,
    CallerDep,
    Services,
    ServicesDep,
    completed,
    flag,
)
from armillary.transfer.api.standing import standing_on, standing_with
from armillary.transfer.errors import BadRequest, NotSupported, ResourceNotFound
from armillary.transfer.guests import EndpointChange
from armillary.transfer.model import GUESTS, Collection, EntityType
from armillary.transfer.people import Party, party_of
from armillary.transfer.permissions.store import roles_on
from armillary.transfer.personal import NewPersonal
from armillary.transfer.rules import Power, Standing
from armillary.transfer.search.query import MAX_RESULTS, SearchQuery, search

router = APIRouter(prefix="/v0.10")


@router.get("/endpoint_search")
def endpoint_search(
    caller: CallerDep,
    services: ServicesDep,
    filter_fulltext: str | None = None,
    filter_scope: str | None = None,
    filter_owner_id: str | None = None,
    filter_entity_type: str | None = None,
    filter_non_functional: str | None = None,
    filter_host_endpoint: str | None = None,
    filter_mapped_collection_id: str | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 100,
    offset: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
) -> dict[str, Any]:
    """Search for collections, the best match first: ``GET /v0.10/endpoint_search``."""
    if offset + limit > MAX_RESULTS:
        raise BadRequest(f"A search shows its first {MAX_RESULTS} results; make it narrower.")
    query = SearchQuery(
        fulltext=filter_fulltext,
        scope=filter_scope,
        owner_id=filter_owner_id,
        entity_type=filter_entity_type,
        non_functional=flag(filter_non_functional),
        host_endpoint=filter_host_endpoint,
        mapped_collection=filter_mapped_collection_id,
    )
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        rows = search(session, party, query, limit=limit, offset=offset)
        documents = endpoint_documents(session, party, rows[:limit])
    return {
        "DATA_TYPE": "endpoint_list",
        "limit": limit,
        "offset": offset,
        "has_next_page": len(rows) > limit and offset + limit < MAX_RESULTS,
        "DATA": documents,
    }


def endpoint_documents(
    session: Session, party: Party, rows: Sequence[Collection]
) -> list[dict[str, Any]]:
    """The documents of collections as a party sees them."""
    places = store.places(session, rows)
    roles = roles_on(session, party, places)
    return [
        wire.endpoint(p.collection, roles=roles[p.collection.id], node=p.node, mapped=p.mapped)
        for p in places
    ]


def endpoint_document(standing: Standing) -> dict[str, Any]:
    """The document of a collection as who has this standing sees it."""
    place = standing.place
    return wire.endpoint(
        place.collection, roles=standing.roles, node=place.node, mapped=place.mapped
    )


@router.post("/endpoint", status_code=201)
def create_endpoint(
    body: NewPersonal, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Make a personal collection: ``POST /v0.10/endpoint``; the setup key is shown this once."""
    with services.database.write() as session:
        collection, setup_key = personal.create(session, caller, body)
    message = "Endpoint created successfully. Set up its storage node within a day."
    document = wire.result(
        "Created",
        message,
        data_type="endpoint_create_result",
        id=collection.id,
        globus_connect_setup_key=setup_key,
    )
    return completed(request, document)


@router.get("/endpoint/{endpoint_id}")
def get_endpoint(endpoint_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """One endpoint or collection: ``GET /v0.10/endpoint/<id>``."""
    with services.database.read() as session:
        return endpoint_document(standing_on(session, services, caller, str(endpoint_id)))


@router.put("/endpoint/{endpoint_id}")
def update_endpoint(
    endpoint_id: UUID,
    body: EndpointChange,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
) -> dict[str, Any]:
    """Change a guest or personal collection: ``PUT /v0.10/endpoint/<id>``.

    What is absent stays as it is.
    """
    with services.database.write() as session:
        collection = _changeable(session, services, caller, endpoint_id, Power.CHANGE)
        guests.change(collection, body)
    return completed(request, wire.result("Updated", "Endpoint updated successfully"))


@router.delete("/endpoint/{endpoint_id}")
def delete_endpoint(
    endpoint_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Delete a guest or personal collection: ``DELETE /v0.10/endpoint/<id>``.

    Its files stay, its tasks end; guest collections on it go with it.
    """
    with services.database.write() as session:
        collection = _changeable(session, services, caller, endpoint_id, Power.DELETE)
        is_personal = collection.entity_type == EntityType.PERSONAL
        (personal if is_personal else guests).delete(session, collection)
    return completed(request, wire.result("Deleted", "Endpoint deleted successfully"))


def _changeable(
    session: Session, services: Services, caller: CallerDep, endpoint_id: UUID, power: Power
) -> Collection:
    collection = standing_with(session, services, caller, str(endpoint_id), power).collection
    if collection.entity_type not in GUESTS | {EntityType.PERSONAL}:
        raise NotSupported(
            f"'{collection.display_name}' is no guest collection and no personal one. It is "
            "changed where its storage is run."
        )
    return collection


@router.get("/endpoint/{endpoint_id}/server_list")
def server_list(endpoint_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """The node that serves it: ``GET /v0.10/endpoint/<id>/server_list``."""
    with services.database.read() as session:
        standing = standing_on(session, services, caller, str(endpoint_id))
        servers = _servers(standing)
    return {
        "DATA_TYPE": "endpoint_server_list",
        "endpoint": standing.collection.id,
        "length": len(servers),
        "DATA": servers,
    }


@router.get("/endpoint/{endpoint_id}/server/{server_id}")
def get_server(
    endpoint_id: UUID,
    server_id: Annotated[int, Path(ge=0, le=LARGEST)],
    caller: CallerDep,
    services: ServicesDep,
) -> dict[str, Any]:
    """One server: ``GET /v0.10/endpoint/<id>/server/<number>``."""
    with services.database.read() as session:
        servers = _servers(standing_on(session, services, caller, str(endpoint_id)))
    for server in servers:
        if server["id"] == server_id:
            return server
    raise ResourceNotFound(f"The endpoint has no server {server_id}.")


def _servers(standing: Standing) -> list[dict[str, Any]]:
    node = standing.place.node
    return [wire.server(node)] if node else []
