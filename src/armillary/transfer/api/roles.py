"""Roles on endpoints and collections.

Source: https://docs.globus.org/api/transfer/roles/
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.transfer import supervision
from armillary.transfer.api.context import CallerDep, Services, ServicesDep, completed
from armillary.transfer.api.standing import standing_on, standing_with
from armillary.transfer.errors import Exists, RoleNotFound
from armillary.transfer.permissions import store, wire
from armillary.transfer.permissions.model import EndpointRole
from armillary.transfer.permissions.wire import NewRole
from armillary.transfer.rules import Power, Standing, check_power
from armillary.transfer.wire import result

router = APIRouter(prefix="/v0.10/endpoint/{endpoint_id}")


@router.get("/role_list")
def role_list(endpoint_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Roles: ``GET /v0.10/endpoint/<id>/role_list``; who has a lesser one sees their own."""
    with services.database.read() as session:
        standing = standing_on(session, services, caller, str(endpoint_id))
        if not standing.roles:
            check_power(standing, Power.SEE_ROLES)
        owner = [wire.owners_role(standing.collection)] if _sees_all(standing) else []
        rows = store.roles(session, standing.collection.id)
        documents = owner + [wire.role(row) for row in rows if _sees(standing, row)]
    return {"DATA_TYPE": "role_list", "length": len(documents), "DATA": documents}


@router.post("/role", status_code=201)
def create_role(
    endpoint_id: UUID, body: NewRole, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Give a role: ``POST /v0.10/endpoint/<id>/role``."""
    with services.database.write() as session:
        standing = standing_with(session, services, caller, str(endpoint_id), Power.MANAGE_ROLES)
        role = EndpointRole(collection_id=standing.collection.id, **body.model_dump())
        _check_new(session, role)
        session.add(role)
        session.flush()
        return wire.role(role)


def _check_new(session: Session, role: EndpointRole) -> None:
    same = select(EndpointRole.id).where(
        EndpointRole.collection_id == role.collection_id,
        EndpointRole.principal_type == role.principal_type,
        EndpointRole.principal == role.principal,
        EndpointRole.role == role.role,
    )
    if session.scalar(same) is not None:
        raise Exists(f"They have the role {role.role} already.")


@router.get("/role/{role_id}")
def get_role(
    endpoint_id: UUID, role_id: str, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """One role: ``GET /v0.10/endpoint/<id>/role/<role id>``."""
    with services.database.read() as session:
        standing = standing_on(session, services, caller, str(endpoint_id))
        if not standing.roles:
            check_power(standing, Power.SEE_ROLES)
        role = store.role(session, standing.collection.id, role_id)
        if not _sees(standing, role):
            raise RoleNotFound(f"There is no role '{role_id}', or you may not see it.")
        return wire.role(role)


@router.delete("/role/{role_id}")
def delete_role(
    endpoint_id: UUID, role_id: str, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Take a role away: ``DELETE /v0.10/endpoint/<id>/role/<role id>``.

    Tasks that were allowed by it end.
    """
    with services.database.write() as session:
        _delete(session, services, str(endpoint_id), role_id, caller)
    return completed(request, result("Deleted", f"Role '{role_id}' deleted successfully"))


def _delete(
    session: Session, services: Services, endpoint_id: str, role_id: str, caller: CallerDep
) -> None:
    standing = standing_with(session, services, caller, endpoint_id, Power.MANAGE_ROLES)
    session.delete(store.role(session, standing.collection.id, role_id))
    session.flush()
    supervision.look_again(session, services.people, [standing.collection.id])


def _sees_all(standing: Standing) -> bool:
    return standing.may(Power.SEE_ROLES)


def _sees(standing: Standing, role: EndpointRole) -> bool:
    return _sees_all(standing) or store.is_role_of(role, standing.party)
