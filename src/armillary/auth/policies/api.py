"""Managing authentication policies."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.callers import MANAGE_PROJECTS, ApiCaller, CallerOf
from armillary.auth.freshness import may_change
from armillary.auth.parts import PartsOf
from armillary.auth.policies.model import Policy
from armillary.auth.policies.store import change_policy, policies_of, policy_of
from armillary.auth.policies.wire import NewPolicyBody, PolicyBody, policy_document
from armillary.core.ids import new_id

router = APIRouter(prefix="/v2/api/policies")


@router.get("")
def get_policies(caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """The policies of the projects that the caller administers."""
    caller.require(MANAGE_PROJECTS)
    with parts.database.read() as session:
        policies = policies_of(session, caller.manager(session))
        return {"policies": [policy_document(policy) for policy in policies]}


@router.get("/{policy_id}")
def get_policy(policy_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """One policy."""
    caller.require(MANAGE_PROJECTS)
    with parts.database.read() as session:
        return {"policy": policy_document(policy_of(session, policy_id, caller.manager(session)))}


@router.post("", status_code=201)
def post_policy(body: NewPolicyBody, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Make a policy in a project."""
    may_change(caller)
    with parts.database.write() as session:
        policy = Policy(id=new_id(), high_assurance=body.policy.high_assurance, required_mfa=False)
        change_policy(session, policy, body.policy, caller.manager(session))
        _record(session, "policy.created", caller, policy)
        return {"policy": policy_document(policy)}


@router.put("/{policy_id}")
def put_policy(
    policy_id: str, body: PolicyBody, caller: CallerOf, parts: PartsOf
) -> dict[str, Any]:
    """Change what the body names of a policy."""
    may_change(caller)
    with parts.database.write() as session:
        policy = policy_of(session, policy_id, caller.manager(session))
        change_policy(session, policy, body.policy, caller.manager(session))
        _record(session, "policy.updated", caller, policy)
        return {"policy": policy_document(policy)}


@router.delete("/{policy_id}")
def delete_policy(policy_id: str, caller: CallerOf, parts: PartsOf) -> dict[str, Any]:
    """Remove a policy."""
    may_change(caller)
    with parts.database.write() as session:
        policy = policy_of(session, policy_id, caller.manager(session))
        session.delete(policy)
        _record(session, "policy.deleted", caller, policy)
        return {"policy": policy_document(policy)}


def _record(session: Session, event: str, caller: ApiCaller, policy: Policy) -> None:
    record(
        session,
        event=event,
        actor=caller.identity_id,
        client=caller.client_id,
        target=policy.id,
        project=policy.project_id,
        detail={"project": policy.project_id, "display_name": policy.display_name},
    )
