"""What endpoint documents had to be told elsewhere: subscriptions, and activation as it once was.

A deployment of Armillary has no subscriptions, as nothing needs one, and no endpoint needs
activation; programs that still ask are answered so that they go on.

Source: https://docs.globus.org/api/transfer/endpoints_and_collections/
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, StrictBool

from armillary.transfer import wire
from armillary.transfer.api.context import CallerDep, ServicesDep, completed
from armillary.transfer.api.standing import standing_on, standing_with
from armillary.transfer.errors import NoSubscription
from armillary.transfer.rules import Power

router = APIRouter(prefix="/v0.10/endpoint/{endpoint_id}")

_NONE_HERE = "This deployment has no subscriptions, and nothing in it needs one."


class Subscription(BaseModel):
    """Body of ``PUT subscription``."""

    subscription_id: str | None


class AdminVerified(BaseModel):
    """Body of ``PUT subscription_admin_verified``."""

    subscription_admin_verified: StrictBool


@router.put("/subscription")
def set_subscription(
    endpoint_id: UUID,
    body: Subscription,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
) -> dict[str, Any]:
    """Have a collection belong to no subscription: ``PUT /v0.10/endpoint/<id>/subscription``.

    :raises NoSubscription: it is to belong to one
    """
    with services.database.read() as session:
        standing_with(session, services, caller, str(endpoint_id), Power.CHANGE)
    if body.subscription_id is not None:
        raise NoSubscription(f"There is no subscription '{body.subscription_id}'. {_NONE_HERE}")
    return completed(request, wire.result("Updated", "The endpoint has no subscription."))


@router.put("/subscription_admin_verified")
def set_subscription_admin_verified(
    endpoint_id: UUID,
    body: AdminVerified,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
) -> dict[str, Any]:
    """Take back what only a subscription's administrator can say of a collection.

    ``PUT /v0.10/endpoint/<id>/subscription_admin_verified``

    :raises NoSubscription: it is to be said
    """
    with services.database.read() as session:
        standing_with(session, services, caller, str(endpoint_id), Power.CHANGE)
    if body.subscription_admin_verified:
        raise NoSubscription(f"Only collections of a subscription can be verified. {_NONE_HERE}")
    return completed(request, wire.result("Updated", "The endpoint is not verified."))


@router.post("/autoactivate")
@router.post("/activate")
def activate(
    endpoint_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Say that an endpoint is active: ``POST /v0.10/endpoint/<id>/autoactivate``."""
    with services.database.read() as session:
        standing_on(session, services, caller, str(endpoint_id))
    document = wire.result(
        "AlreadyActivated",
        "Endpoints need no activation; consents take its place.",
        data_type="activation_result",
        expires_in=-1,
        expire_time=None,
        subject=None,
    )
    return completed(request, document)


@router.post("/deactivate")
def deactivate(
    endpoint_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Do nothing, as there is no activation to end: ``POST /v0.10/endpoint/<id>/deactivate``."""
    with services.database.read() as session:
        standing_on(session, services, caller, str(endpoint_id))
    return completed(request, wire.result("Deactivated", "Endpoints need no activation."))


@router.get("/activation_requirements")
def activation_requirements(
    endpoint_id: UUID, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """That nothing is required: ``GET /v0.10/endpoint/<id>/activation_requirements``."""
    with services.database.read() as session:
        standing_on(session, services, caller, str(endpoint_id))
    return {
        "DATA_TYPE": "activation_requirements",
        "activated": True,
        "auto_activation_supported": True,
        "expires_in": -1,
        "expire_time": None,
        "oauth_server": None,
        "length": 0,
        "DATA": [],
    }
