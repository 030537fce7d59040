"""Guest collections on a mapped one."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy import select

from armillary.transfer import guests
from armillary.transfer.api.context import CallerDep, ServicesDep, completed
from armillary.transfer.api.endpoints import endpoint_documents
from armillary.transfer.api.standing import files_of, standing_on
from armillary.transfer.guests import NewGuest, path_on_host
from armillary.transfer.model import Collection
from armillary.transfer.permissions.conditions import visible
from armillary.transfer.rules import Power
from armillary.transfer.search.scopes import shared_by
from armillary.transfer.wire import result

router = APIRouter(prefix="/v0.10")


@router.post("/shared_endpoint", status_code=201)
def create_shared_endpoint(
    body: NewGuest, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Make a guest collection: ``POST /v0.10/shared_endpoint``.

    It needs what writing to the directory needs: on a mapped collection, ``data_access``.
    """
    path = path_on_host(body.host_path)
    with services.database.write() as session:
        standing, _ = files_of(session, services, caller, body.host, write=[path])
        guest = guests.create(session, caller, standing.collection, body)
    message = "Shared endpoint created successfully"
    document = result("Created", message, data_type="endpoint_create_result", id=guest.id)
    return completed(request, document)


@router.get("/endpoint/{endpoint_id}/my_shared_endpoint_list")
def my_shared_endpoint_list(
    endpoint_id: UUID, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """The caller's guest collections on it: ``GET .../<id>/my_shared_endpoint_list``."""
    with services.database.read() as session:
        standing = standing_on(session, services, caller, str(endpoint_id))
        mine = shared_by(standing.party)
        query = select(Collection).where(_hosted_by(standing.collection), mine)
        rows = list(session.scalars(query.order_by(Collection.display_name, Collection.id)))
        documents = endpoint_documents(session, standing.party, rows)
    return {"DATA_TYPE": "endpoint_list", "length": len(documents), "DATA": documents}


def _hosted_by(host: Collection) -> Any:
    return Collection.mapped_collection_id == host.id


@router.get("/endpoint/{endpoint_id}/shared_endpoint_list")
def shared_endpoint_list(
    endpoint_id: UUID,
    caller: CallerDep,
    services: ServicesDep,
    max_results: Annotated[int, Query(ge=1, le=1000)] = 1000,
    next_token: str = "",
) -> dict[str, Any]:
    """Guest collections on it: ``GET .../<id>/shared_endpoint_list``.

    All of them for who may see the activity on it, else those that the caller may know of.
    """
    with services.database.read() as session:
        standing = standing_on(session, services, caller, str(endpoint_id))
        query = select(Collection.id).where(
            _hosted_by(standing.collection), Collection.id > next_token
        )
        if not standing.may(Power.SEE_ACTIVITY):
            query = query.where(visible(standing.party))
        ids = list(session.scalars(query.order_by(Collection.id).limit(max_results + 1)))
    page = ids[:max_results]
    return {
        "shared_endpoints": [{"id": each} for each in page],
        "next_token": page[-1] if len(ids) > max_results else None,
    }
