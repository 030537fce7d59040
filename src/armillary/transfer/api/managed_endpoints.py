"""What managers see of the endpoints whose activity they watch."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import or_, select

from armillary.transfer import store
from armillary.transfer.api.access import access_documents
from armillary.transfer.api.context import CallerDep, ServicesDep
from armillary.transfer.api.endpoints import endpoint_document, endpoint_documents
from armillary.transfer.api.standing import check_guest, standing_with
from armillary.transfer.manager import wire
from armillary.transfer.model import GUESTS, Collection
from armillary.transfer.people import party_of
from armillary.transfer.permissions.conditions import watched
from armillary.transfer.permissions.store import roles_on
from armillary.transfer.rules import Power

router = APIRouter(prefix="/v0.10/endpoint_manager")


@router.get("/monitored_endpoints")
def monitored_endpoints(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Where the caller may see the activity: ``GET .../monitored_endpoints``."""
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        query = select(Collection).where(watched(party)).order_by(Collection.display_name)
        places = store.places(session, list(session.scalars(query)))
        roles = roles_on(session, party, places)
        documents = [wire.monitored(p.collection, roles[p.collection.id]) for p in places]
    return {
        "DATA_TYPE": "monitored_endpoint_list",
        "length": len(documents),
        "DATA": documents,
    }


@router.get("/endpoint/{endpoint_id}")
def managed_endpoint(endpoint_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """One of those endpoints: ``GET .../endpoint/<id>``, with whether tasks are using it."""
    with services.database.read() as session:
        standing = standing_with(session, services, caller, str(endpoint_id), Power.SEE_ACTIVITY)
        in_use = store.is_in_use(session, standing.collection.id)
        return endpoint_document(standing) | {"in_use": in_use}


@router.get("/endpoint/{endpoint_id}/hosted_endpoint_list")
def hosted_endpoint_list(
    endpoint_id: UUID, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """The guest collections on it: ``GET .../endpoint/<id>/hosted_endpoint_list``."""
    with services.database.read() as session:
        standing = standing_with(session, services, caller, str(endpoint_id), Power.SEE_ACTIVITY)
        host = standing.collection.id
        mapped = select(Collection.id).where(Collection.endpoint_id == host)
        query = select(Collection).where(
            Collection.entity_type.in_(GUESTS),
            or_(
                Collection.mapped_collection_id == host,
                Collection.mapped_collection_id.in_(mapped),
            ),
        )
        rows = list(session.scalars(query.order_by(Collection.display_name, Collection.id)))
        documents = endpoint_documents(session, standing.party, rows)
    return {"DATA_TYPE": "endpoint_list", "length": len(documents), "DATA": documents}


@router.get("/endpoint/{endpoint_id}/access_list")
def managed_access_list(
    endpoint_id: UUID, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Its access rules: ``GET .../endpoint/<id>/access_list``."""
    with services.database.read() as session:
        standing = standing_with(session, services, caller, str(endpoint_id), Power.SEE_ACTIVITY)
        check_guest(standing)
        return access_documents(session, standing.collection)
