"""Authentication policies: what a session has to meet."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..._core.calls import delete, get, listing, post, put
from ..._core.encoding import texts
from ..._core.operation import operation
from ..._core.plan import Call
from ..._missing import MISSING, MissingType, present
from ...response import GlobusHTTPResponse
from .response import GetPoliciesResponse

if TYPE_CHECKING:
    from ...documents import PolicyAnswer

_Domains = Iterable[str] | None | MissingType


@operation
def get_policies(self: object) -> Call[GetPoliciesResponse]:
    """List the policies of the projects that the user administers.

    ``GET /v2/api/policies``
    """
    return listing("/v2/api/policies", GetPoliciesResponse)


@operation
def get_policy(self: object, policy_id: uuid.UUID | str) -> Call[GlobusHTTPResponse[PolicyAnswer]]:
    """Look up a policy.

    ``GET /v2/api/policies/<policy_id>``

    :param policy_id: its id.
    """
    return get(f"/v2/api/policies/{policy_id}")


@operation
def create_policy(
    self: object,
    *,
    project_id: uuid.UUID | str,
    display_name: str,
    description: str,
    high_assurance: bool | MissingType = MISSING,
    authentication_assurance_timeout: int | MissingType = MISSING,
    required_mfa: bool | MissingType = MISSING,
    domain_constraints_include: _Domains = MISSING,
    domain_constraints_exclude: _Domains = MISSING,
) -> Call[GlobusHTTPResponse[PolicyAnswer]]:
    """Create a policy.

    ``POST /v2/api/policies``

    :param project_id: the project that it belongs to.
    :param display_name: its name.
    :param description: what it is for.
    :param high_assurance: whether it is for data that needs protection.
    :param authentication_assurance_timeout: after how many seconds to log in anew.
    :param required_mfa: whether a second factor is needed.
    :param domain_constraints_include: the domains that identities have to be of; None for any.
    :param domain_constraints_exclude: the domains that they must not be of; None for none.
    """
    document = {
        "project_id": str(project_id),
        "display_name": display_name,
        "description": description,
        "high_assurance": high_assurance,
        "authentication_assurance_timeout": authentication_assurance_timeout,
        "required_mfa": required_mfa,
        "domain_constraints_include": texts(domain_constraints_include),
        "domain_constraints_exclude": texts(domain_constraints_exclude),
    }
    return post("/v2/api/policies", {"policy": present(document)})


@operation
def update_policy(
    self: object,
    policy_id: uuid.UUID | str,
    *,
    project_id: uuid.UUID | str | MissingType = MISSING,
    authentication_assurance_timeout: int | MissingType = MISSING,
    required_mfa: bool | MissingType = MISSING,
    display_name: str | MissingType = MISSING,
    description: str | MissingType = MISSING,
    domain_constraints_include: _Domains = MISSING,
    domain_constraints_exclude: _Domains = MISSING,
) -> Call[GlobusHTTPResponse[PolicyAnswer]]:
    """Change a policy; what is not given stays as it is.

    ``PUT /v2/api/policies/<policy_id>``

    :param policy_id: its id.
    :param project_id: the project that it belongs to.
    :param authentication_assurance_timeout: after how many seconds to log in anew.
    :param required_mfa: whether a second factor is needed.
    :param display_name: its name.
    :param description: what it is for.
    :param domain_constraints_include: the domains that identities have to be of; None for any.
    :param domain_constraints_exclude: the domains that they must not be of; None for none.
    """
    document = {
        "project_id": project_id,
        "authentication_assurance_timeout": authentication_assurance_timeout,
        "required_mfa": required_mfa,
        "display_name": display_name,
        "description": description,
        "domain_constraints_include": texts(domain_constraints_include),
        "domain_constraints_exclude": texts(domain_constraints_exclude),
    }
    return put(f"/v2/api/policies/{policy_id}", {"policy": present(document)})


@operation
def delete_policy(
    self: object, policy_id: uuid.UUID | str
) -> Call[GlobusHTTPResponse[PolicyAnswer]]:
    """Delete a policy.

    ``DELETE /v2/api/policies/<policy_id>``

    :param policy_id: its id.
    """
    return delete(f"/v2/api/policies/{policy_id}")
