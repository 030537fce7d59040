"""Pause rules: what managers of collections stop for a while, and who is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.transfer import store, supervision
from armillary.transfer.api.context import CallerDep, Services, ServicesDep, completed
from armillary.transfer.api.standing import standing_on, standing_with
from armillary.transfer.errors import PauseRuleNotFound
from armillary.transfer.manager import wire
from armillary.transfer.manager.model import PauseRule
from armillary.transfer.manager.rules import holds_for
from armillary.transfer.manager.store import pause_rules_on
from armillary.transfer.manager.wire import PAUSE_FIELDS, NewPauseRule, PauseRuleChange
from armillary.transfer.model import Collection, Task
from armillary.transfer.people import Party, party_of
from armillary.transfer.permissions.conditions import watched
from armillary.transfer.permissions.store import own_roles, roles_on
from armillary.transfer.permissions.store import standing_on as standing_of
from armillary.transfer.rules import POWERS, Power, Standing, check_power
from armillary.transfer.wire import result
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10")


@router.get("/endpoint_manager/pause_rule_list")
def pause_rule_list(
    caller: CallerDep, services: ServicesDep, filter_endpoint: UUID | None = None
) -> dict[str, Any]:
    """The rules on collections that the caller watches: ``GET .../pause_rule_list``."""
    with services.database.read() as session:
        party = party_of(session, services.people, caller)
        query = select(PauseRule).join(Collection).where(watched(party))
        if filter_endpoint is not None:
            query = query.where(PauseRule.collection_id == str(filter_endpoint))
        rows = list(session.scalars(query.order_by(PauseRule.start_time, PauseRule.id)))
        documents = _documents(session, party, rows, limited=False)
    return {"DATA_TYPE": "pause_rule_list", "length": len(documents), "DATA": documents}


def _documents(
    session: Session, party: Party, rows: Sequence[PauseRule], *, limited: bool
) -> list[dict[str, Any]]:
    collections = select(Collection).where(Collection.id.in_({row.collection_id for row in rows}))
    places = store.places(session, list(session.scalars(collections)))
    names = {place.collection.id: place.collection.display_name for place in places}
    roles = roles_on(session, party, places)
    editable = {
        cid for cid, its in roles.items() if any(Power.CONTROL_ACTIVITY in POWERS[r] for r in its)
    }
    return [
        wire.pause_rule(
            row,
            names[row.collection_id],
            editable=row.collection_id in editable,
            limited=limited,
        )
        for row in rows
    ]


@router.post("/endpoint_manager/pause_rule", status_code=201)
def create_pause_rule(
    body: NewPauseRule, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Stop something on a collection: ``POST .../pause_rule``; running tasks are paused, too."""
    with services.database.write() as session:
        power = Power.CONTROL_ACTIVITY
        standing = standing_with(session, services, caller, body.endpoint_id, power)
        rule = PauseRule(
            collection_id=standing.collection.id,
            identity_id=body.identity_id,
            message=body.message,
            modified_by_id=caller.identity_id,
            created_by_host_manager=not _manages_itself(session, standing),
            **{field: bool(getattr(body, field)) for field in PAUSE_FIELDS},
        )
        session.add(rule)
        session.flush()
        supervision.look_again(session, services.people, [rule.collection_id])
        return wire.pause_rule(rule, standing.collection.display_name, editable=True)


def _manages_itself(session: Session, standing: Standing) -> bool:
    """Whether the party manages the collection by a role on it, not on what is below it."""
    roles = own_roles(session, standing.party, standing.collection)
    return any(Power.CONTROL_ACTIVITY in POWERS[role] for role in roles)


@router.get("/endpoint_manager/pause_rule/{rule_id}")
def get_pause_rule(rule_id: str, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """One rule: ``GET .../pause_rule/<id>``."""
    with services.database.read() as session:
        rule, standing = _rule(session, services, caller, rule_id)
        return _documents(session, standing.party, [rule], limited=False)[0]


@router.put("/endpoint_manager/pause_rule/{rule_id}")
def update_pause_rule(
    rule_id: str, body: PauseRuleChange, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Change a rule: ``PUT .../pause_rule/<id>``; tasks are paused and resumed accordingly."""
    with services.database.write() as session:
        rule, standing = _rule(session, services, caller, rule_id)
        check_power(standing, Power.CONTROL_ACTIVITY)
        for field, value in body.model_dump(exclude_none=True).items():
            setattr(rule, field, value)
        rule.modified_by_id = caller.identity_id
        session.flush()
        supervision.look_again(session, services.people, [rule.collection_id])
        return wire.pause_rule(rule, standing.collection.display_name, editable=True)


@router.delete("/endpoint_manager/pause_rule/{rule_id}")
def delete_pause_rule(
    rule_id: str, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Lift a rule: ``DELETE .../pause_rule/<id>``; what it stopped goes on."""
    with services.database.write() as session:
        rule, standing = _rule(session, services, caller, rule_id)
        check_power(standing, Power.CONTROL_ACTIVITY)
        session.delete(rule)
        session.flush()
        supervision.look_again(session, services.people, [standing.collection.id])
    return completed(request, result("Deleted", f"Pause rule '{rule_id}' deleted successfully"))


def _rule(
    session: Session, services: Services, caller: Caller, rule_id: str
) -> tuple[PauseRule, Standing]:
    party = party_of(session, services.people, caller)
    rule = session.get(PauseRule, rule_id)
    standing = standing_of(session, party, rule.collection_id) if rule else None
    if rule is None or standing is None or not standing.may(Power.SEE_ACTIVITY):
        raise PauseRuleNotFound(
            f"There is no pause rule '{rule_id}'. pause_rule_list shows the ids of yours."
        )
    return rule, standing


@router.get("/endpoint/{endpoint_id}/my_effective_pause_rule_list")
def my_effective_pause_rules(
    endpoint_id: UUID, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """The rules that stop the caller: ``GET .../<id>/my_effective_pause_rule_list``."""
    with services.database.read() as session:
        standing = standing_on(session, services, caller, str(endpoint_id))
        rules = pause_rules_on(session, standing.place.lineage)
        mine = [rule for rule in rules if holds_for(rule, standing.party.identities)]
        documents = _documents(session, standing.party, mine, limited=True)
    return {
        "DATA_TYPE": "pause_rule_limited_list",
        "length": len(documents),
        "DATA": documents,
    }


def pause_info_document(
    session: Session, services: Services, party: Party, task: Task
) -> dict[str, Any]:
    """Why a task is paused: the rules that stop it, and the messages of managers."""
    rules = supervision.Supervisor(session, services.people).pausing(task)
    return wire.pause_info(task, _documents(session, party, rules, limited=True))
