"""Webhooks: messages about the caller's tasks to a URL that they name. Ours, not Globus'."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from armillary.core.ids import new_id
from armillary.transfer import store, wire
from armillary.transfer.api.context import CallerDep, Services, ServicesDep, completed
from armillary.transfer.api.tasks import Limit, Offset
from armillary.transfer.errors import BadRequest, TooManyWebhooks
from armillary.transfer.submission import Id
from armillary.transfer.webhooks import rules
from armillary.transfer.webhooks import wire as webhook_wire
from armillary.transfer.webhooks.model import Webhook
from armillary.transfer.webhooks.secrets import sealed
from armillary.transfer.webhooks.signature import new_secret
from armillary.transfer.webhooks.store import (
    delivery_page,
    number_of_webhooks,
    own_webhook,
    webhooks_of,
)
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10")

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]{1,64}$")]


class NewWebhook(BaseModel):
    """Body of ``POST /v0.10/webhook``."""

    model_config = ConfigDict(extra="forbid")

    DATA_TYPE: str = "webhook"
    url: Annotated[str, StringConstraints(max_length=2048)]
    task_id: Id | None = None
    events: Annotated[list[Code], Field(max_length=100)] = []
    ended_only: bool = False


@router.get("/webhook_list")
def webhook_list(caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """The caller's webhooks: ``GET /v0.10/webhook_list``."""
    with services.database.read() as session:
        documents = [webhook_wire.webhook(row) for row in webhooks_of(session, caller)]
    return {"DATA_TYPE": "webhook_list", "length": len(documents), "DATA": documents}


@router.post("/webhook", status_code=201)
def create_webhook(body: NewWebhook, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """Have a URL told of events: ``POST /v0.10/webhook``. Only this answer has the secret."""
    _check_url(services, body.url)
    secret, webhook_id = new_secret(), new_id()
    with services.database.write() as session:
        if number_of_webhooks(session, caller) >= rules.MOST_WEBHOOKS:
            raise TooManyWebhooks(
                f"You have {rules.MOST_WEBHOOKS} webhooks already. Delete some; one can tell of "
                "all your tasks."
            )
        row = Webhook(
            id=webhook_id,
            owner_id=_owner(session, caller, body.task_id),
            url=body.url,
            task_id=body.task_id,
            events=rules.known_codes(body.events),
            ended_only=body.ended_only,
            secret=sealed(services.sealer, webhook_id, secret),
        )
        session.add(row)
        session.flush()
        return webhook_wire.webhook(row) | {"secret": secret}


def _owner(session: Session, caller: Caller, task_id: str | None) -> str:
    """Whose tasks the webhook is about: of the caller's identities, the one that has the task."""
    return store.own_task(session, caller, task_id).owner_id if task_id else caller.identity_id


def _check_url(services: Services, url: str) -> None:
    """Refuse what can never be delivered to. Names are looked up with each message, not here.

    :raises BadRequest: it says why
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadRequest("url: This is no URL.") from None
    if parts.scheme not in ("https", "http") or not host or not url.isprintable() or " " in url:
        raise BadRequest("url: A webhook has an https URL.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadRequest("url: A webhook's URL has no user, no password and no fragment.")
    if not services.settings.webhook_reach.may_permit(parts.scheme, host):
        raise BadRequest(
            "url: Webhooks go to public addresses by https. Who runs this service can allow others "
            "(ARMILLARY_WEBHOOK_ALLOW)."
        )


@router.get("/webhook/{webhook_id}")
def get_webhook(webhook_id: UUID, caller: CallerDep, services: ServicesDep) -> dict[str, Any]:
    """One webhook: ``GET /v0.10/webhook/<id>``."""
    with services.database.read() as session:
        return webhook_wire.webhook(own_webhook(session, caller, str(webhook_id)))


@router.delete("/webhook/{webhook_id}")
def delete_webhook(
    webhook_id: UUID, request: Request, caller: CallerDep, services: ServicesDep
) -> dict[str, Any]:
    """Tell a URL no more, not even of what is still to be told: ``DELETE /v0.10/webhook/<id>``."""
    with services.database.write() as session:
        session.delete(own_webhook(session, caller, str(webhook_id)))
    message = f"Webhook '{webhook_id}' deleted successfully"
    return completed(request, wire.result("Deleted", message))


@router.get("/webhook/{webhook_id}/delivery_list")
def webhook_delivery_list(
    webhook_id: UUID,
    caller: CallerDep,
    services: ServicesDep,
    limit: Limit = 10,
    offset: Offset = 0,
) -> dict[str, Any]:
    """What was sent lately, newest first: ``GET /v0.10/webhook/<id>/delivery_list``."""
    with services.database.read() as session:
        hook = own_webhook(session, caller, str(webhook_id))
        rows, total = delivery_page(session, hook.id, limit=limit, offset=offset)
    documents = [webhook_wire.delivery(row) for row in rows]
    return wire.page("webhook_delivery_list", documents, limit=limit, offset=offset, total=total)
