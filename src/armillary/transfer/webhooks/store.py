"""Queries on webhooks; each takes the session of its caller's transaction."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from armillary.transfer.errors import WebhookNotFound
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery
from armillary.web.caller import Caller


def webhooks_of(session: Session, caller: Caller) -> list[Webhook]:
    """The caller's webhooks, the oldest first."""
    query = select(Webhook).where(_own(caller)).order_by(Webhook.created, Webhook.id)
    return list(session.scalars(query))


def own_webhook(session: Session, caller: Caller, webhook_id: str) -> Webhook:
    """A webhook of the caller.

    :raises WebhookNotFound: they have none with this id
    """
    found = session.get(Webhook, webhook_id)
    if found is None or found.owner_id not in caller.identity_set:
        raise WebhookNotFound(
            f"There is no webhook '{webhook_id}'. webhook_list shows the ids of yours."
        )
    return found


def number_of_webhooks(session: Session, caller: Caller) -> int:
    """How many the caller has."""
    return session.scalar(select(func.count()).select_from(Webhook).where(_own(caller))) or 0


def _own(caller: Caller) -> ColumnElement[bool]:
    return Webhook.owner_id.in_(caller.identity_set)


def delivery_page(
    session: Session, webhook_id: str, *, limit: int, offset: int
) -> tuple[list[WebhookDelivery], int]:
    """A page of a webhook's messages, the newest first, and how many there are in all."""
    own = WebhookDelivery.webhook_id == webhook_id
    total = session.scalar(select(func.count()).select_from(WebhookDelivery).where(own)) or 0
    query = select(WebhookDelivery).where(own)
    newest = query.order_by(WebhookDelivery.event_id.desc(), WebhookDelivery.id)
    return list(session.scalars(newest.offset(offset).limit(limit))), total
