"""The parts of the Auth API that this service does not have, and says so."""

from __future__ import annotations

from fastapi import APIRouter

from armillary.auth.errors import NotImplementedYet

router = APIRouter(prefix="/v2/api")

_ANY_METHOD = ["GET", "POST", "PUT", "DELETE"]


@router.api_route("/policies", methods=_ANY_METHOD)
@router.api_route("/policies/{policy_id}", methods=_ANY_METHOD)
def not_built() -> None:
    """Authentication policies.

    :raises NotImplementedYet: always
    """
    raise NotImplementedYet("This service does not offer this part of the Auth API yet.")
