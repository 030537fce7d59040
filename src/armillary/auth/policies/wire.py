"""Policy documents of the Auth API."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from armillary.auth.bodies import DOMAIN, Body, Description, Name, UuidText
from armillary.auth.policies.model import Policy

# A domain, or with "*." before it all below it.
DomainPattern = Annotated[
    str, StringConstraints(to_lower=True, max_length=255, pattern=rf"^(\*\.)?{DOMAIN}$")
]
# Seconds, at most a year.
Timeout = Annotated[int, Field(ge=1, le=366 * 86_400)]


class PolicyFields(Body):
    """A policy as clients send it; absent keys leave things as they are.

    Null as a list of domains removes the condition.
    """

    project_id: UuidText | None = None
    display_name: Name | None = None
    description: Description | None = None
    authentication_assurance_timeout: Timeout | None = None
    required_mfa: bool | None = None
    domain_constraints_include: list[DomainPattern] | None = Field(default=None, max_length=1000)
    domain_constraints_exclude: list[DomainPattern] | None = Field(default=None, max_length=1000)


class NewPolicyFields(PolicyFields):
    """What can't be absent, or can only be said, when a policy is made."""

    project_id: UuidText
    display_name: Name
    description: Description
    high_assurance: bool = False


class NewPolicyBody(Body):
    """The body of ``POST /v2/api/policies``."""

    policy: NewPolicyFields


class PolicyBody(Body):
    """The body of ``PUT /v2/api/policies/{id}``."""

    policy: PolicyFields


def policy_document(policy: Policy) -> dict[str, Any]:
    """A policy."""
    return {
        "id": policy.id,
        "project_id": policy.project_id,
        "display_name": policy.display_name,
        "description": policy.description,
        "high_assurance": policy.high_assurance,
        "authentication_assurance_timeout": policy.authentication_assurance_timeout,
        "required_mfa": policy.required_mfa,
        "domain_constraints_include": policy.domain_constraints_include,
        "domain_constraints_exclude": policy.domain_constraints_exclude,
    }
