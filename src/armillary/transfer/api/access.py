"""Access rules of guest collections: who else may read and write there.

Source: https://docs.globus.org/api/transfer/permissions/
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer import supervision
from armillary.transfer.api.context import CallerDep, Services, ServicesDep, completed
from armillary.transfer.api.standing import check_guest, standing_with
from armillary.transfer.errors import BadRequest, Exists, PermissionDenied
from armillary.transfer.model import Collection
from armillary.transfer.notifications.outbox import tell_of_access
from armillary.transfer.permissions import store, wire
from armillary.transfer.permissions.model import AccessRule
from armillary.transfer.permissions.wire import NewRule, RuleChange, rule_path
from armillary.transfer.rules import WITH_FILES, Power
from armillary.transfer.wire import result
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10/endpoint/{endpoint_id}")

MAX_RULES = 1000
"""Source: https://docs.globus.org/api/transfer/permissions/"""


@router.get("/access_list")
def access_list(endpoint_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Every access rule: ``GET /v0.10/endpoint/<id>/access_list``."""
    with services.database.read() as session:
        collection = _collection(session, services, caller, endpoint_id, Power.SEE_ACCESS)
        return access_documents(session, collection)


def access_documents(session: Session, collection: Collection) -> dict[str, Any]:
    """The list of a collection's access rules, with those that come with roles."""
    roles = [wire.owners_role(collection), *map(wire.role, store.roles(session, collection.id))]
    implied = [wire.access_by_role(role) for role in roles if role["role"] in WITH_FILES]
    documents = [wire.access(rule) for rule in store.access_rules(session, collection.id)]
    return {
        "DATA_TYPE": "access_list",
        "endpoint": collection.id,
        "length": len(implied) + len(documents),
        "DATA": documents + implied,
    }


@router.post("/access", status_code=201)
def create_access(
    endpoint_id: UUID, body: NewRule, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Give access: ``POST /v0.10/endpoint/<id>/access``, and tell somebody of it by mail."""
    with services.database.write() as session:
        collection = _collection(session, services, caller, endpoint_id, Power.MANAGE_ACCESS)
        rule = AccessRule(
            id=new_id(),
            collection_id=collection.id,
            principal_type=body.principal_type,
            principal=body.principal,
            path=rule_path(body.path),
            permissions=body.permissions,
            expiration_date=body.expiration_date,
        )
        _check(session, collection, rule)
        _check_count(session, collection)
        session.add(rule)
        session.flush()
        if body.notify_email:
            tell_of_access(
                session,
                caller,
                rule,
                collection,
                address=body.notify_email,
                message=body.notify_message,
            )
    message = "Access rule created successfully."
    document = result("Created", message, data_type="access_create_result", access_id=rule.id)
    return completed(request, document)


@router.get("/access/{rule_id}")
def get_access(
    endpoint_id: UUID, rule_id: str, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """One access rule: ``GET /v0.10/endpoint/<id>/access/<rule id>``."""
    with services.database.read() as session:
        collection = _collection(session, services, caller, endpoint_id, Power.SEE_ACCESS)
        return wire.access(store.access_rule(session, collection.id, rule_id))


@router.put("/access/{rule_id}")
def update_access(
    endpoint_id: UUID,
    rule_id: str,
    body: RuleChange,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
) -> dict[str, Any]:
    """Change permissions or expiry: ``PUT /v0.10/endpoint/<id>/access/<rule id>``."""
    with services.database.write() as session:
        collection = _collection(session, services, caller, endpoint_id, Power.MANAGE_ACCESS)
        rule = store.access_rule(session, collection.id, rule_id)
        if body.permissions is not None:
            rule.permissions = body.permissions
        if "expiration_date" in body.model_fields_set:
            rule.expiration_date = body.expiration_date
        with session.no_autoflush:
            _check(session, collection, rule)
        session.flush()
        supervision.look_again(session, services.people, [collection.id])
    message = f"Access rule '{rule_id}' permissions updated successfully"
    return completed(request, result("Updated", message))


@router.delete("/access/{rule_id}")
def delete_access(
    endpoint_id: UUID, rule_id: str, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Take access away: ``DELETE /v0.10/endpoint/<id>/access/<rule id>``.

    Tasks that were allowed by it end.
    """
    with services.database.write() as session:
        collection = _collection(session, services, caller, endpoint_id, Power.MANAGE_ACCESS)
        session.delete(store.access_rule(session, collection.id, rule_id))
        session.flush()
        supervision.look_again(session, services.people, [collection.id])
    message = f"Access rule '{rule_id}' deleted successfully"
    return completed(request, result("Deleted", message))


def _collection(
    session: Session, services: Services, caller: Caller, endpoint_id: UUID, power: Power
) -> Collection:
    standing = standing_with(session, services, caller, str(endpoint_id), power)
    check_guest(standing)
    return standing.collection


def _check(session: Session, collection: Collection, rule: AccessRule) -> None:
    """Whether the collection may have the rule."""
    if rule.expiration_date is not None and rule.expiration_date <= utcnow():
        raise BadRequest("The expiration_date is past: such a rule gives nothing.")
    if (rule.principal_type, rule.permissions) == ("anonymous", "rw") and collection.details.get(
        "disable_anonymous_writes", True
    ):
        raise PermissionDenied(
            "Nobody writes anonymously to this collection. Set its disable_anonymous_writes to "
            "false first."
        )
    same = select(AccessRule.id).where(
        AccessRule.collection_id == collection.id,
        AccessRule.principal_type == rule.principal_type,
        AccessRule.principal == rule.principal,
        AccessRule.path == rule.path,
        AccessRule.permissions == rule.permissions,
        AccessRule.id != rule.id,
    )
    if session.scalar(same) is not None:
        raise Exists("There is such an access rule already; update or delete that one.")


def _check_count(session: Session, collection: Collection) -> None:
    count = select(func.count()).where(AccessRule.collection_id == collection.id)
    if (session.scalar(count) or 0) >= MAX_RULES:
        raise BadRequest(f"A collection has at most {MAX_RULES} access rules; use a group.")
