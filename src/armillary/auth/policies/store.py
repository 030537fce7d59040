"""Queries on policies, and changing them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.auth.errors import BadRequest, NotFound, Problem
from armillary.auth.policies.model import Policy
from armillary.auth.policies.wire import PolicyFields
from armillary.auth.projects.admins import Manager, administered
from armillary.auth.projects.store import project_of

_NULLABLE = ("domain_constraints_include", "domain_constraints_exclude")
_OTHERS = ("display_name", "description", "authentication_assurance_timeout", "required_mfa")


def policies_of(session: Session, manager: Manager) -> list[Policy]:
    """The policies of the projects that an identity administers, oldest first."""
    query = select(Policy).where(Policy.project_id.in_(administered(manager)))
    return list(session.scalars(query.order_by(Policy.created, Policy.id)))


def policy_of(session: Session, policy_id: str, manager: Manager) -> Policy:
    """A policy of a project that an identity administers.

    :raises NotFound: there is none, or it is others'
    """
    query = select(Policy).where(
        Policy.id == policy_id.lower(), Policy.project_id.in_(administered(manager))
    )
    policy = session.scalar(query)
    if policy is None:
        raise NotFound("There is no such policy, or you don't administer its project.")
    return policy


def change_policy(session: Session, policy: Policy, fields: PolicyFields, manager: Manager) -> None:
    """Set what the fields name, of a policy that may be new.

    :param manager: who does so, and has to administer the project that is named
    :raises NotFound: the project is not there, or others'
    :raises BadRequest: multi-factor authentication is required without high assurance
    """
    if fields.project_id is not None:
        policy.project_id = project_of(session, fields.project_id, manager).id
    for name in _OTHERS:
        value = getattr(fields, name)
        if value is not None:
            setattr(policy, name, value)
    for name in fields.model_fields_set.intersection(_NULLABLE):
        setattr(policy, name, getattr(fields, name))
    if policy.required_mfa and not policy.high_assurance:
        message = "Only a high assurance policy can require multi-factor authentication."
        raise BadRequest(message, problems=[Problem("/policy/required_mfa", message)])
    session.add(policy)
    session.flush()
