"""Messages to webhooks: written with the event, leased by a sender, tried until they arrive.

Whoever changes both locks a webhook before its messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, undefer

from armillary.core import json_text
from armillary.core.clock import utcnow
from armillary.transfer.deliveries import store as deliveries
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.rules import wait_after
from armillary.transfer.model import Event, Task, TaskStatus
from armillary.transfer.store import display_names
from armillary.transfer.webhooks import rules, wire
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery

LEASE = timedelta(seconds=60)
SENT_PER_OWNER = 2
"""Messages of one person that are under way at once: slow receivers hold up no others."""

_OFF = "The webhook was switched off."


@dataclass(frozen=True)
class Claimed:
    """A message that is to be sent now.

    :param attempt: which try it is, from 1
    :param secret: sealed
    """

    id: str
    webhook_id: str
    attempt: int
    url: str
    secret: bytes
    body: str


@dataclass(frozen=True)
class Outcome:
    """What a try came to.

    :param http_status: the receiver's; None if nothing answered
    :param error: a sentence for the owner; None if the message arrived
    """

    http_status: int | None = None
    error: str | None = None


def announce(session: Session, event: Event) -> None:
    """Write down for those who want to know what has just happened to a task."""
    with session.no_autoflush:
        listening = session.scalars(
            select(Webhook)
            .join(Task, Task.owner_id == Webhook.owner_id)
            .where(
                Task.id == event.task_id,
                Webhook.disabled_at.is_(None),
                or_(Webhook.task_id.is_(None), Webhook.task_id == event.task_id),
            )
            # None of them can be removed before there is a message that belongs to it.
            .with_for_update(read=True, key_share=True, of=Webhook)
        ).all()
    if not listening:
        return
    session.flush()  # which gives the event its number
    task = session.get_one(Task, event.task_id)
    ended = task.status in (TaskStatus.SUCCEEDED, TaskStatus.FAILED)
    wanting = [hook for hook in listening if rules.wants(hook, event.code, ended=ended)]
    if wanting:
        body = json_text.dump(wire.message(event, task, display_names(session, [task])))
        for hook in wanting:
            session.add(
                WebhookDelivery(
                    webhook_id=hook.id,
                    task_id=task.id,
                    event_id=event.id,
                    code=event.code,
                    body=body,
                )
            )


def claim(session: Session, *, limit: int) -> list[Claimed]:
    """Lease up to ``limit`` messages whose turn it is."""
    now = utcnow()
    turn = {message_id: place for place, message_id in enumerate(_turn(session, now, limit))}
    # Window functions can't lock rows, so what others took meanwhile is left out here.
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.id.in_(turn), *deliveries.is_free(WebhookDelivery, now))
        .options(undefer(WebhookDelivery.body))
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    )
    found = sorted(session.execute(query), key=lambda pair: turn[pair[0].id])
    for message, _ in found:
        deliveries.lease(message, now, LEASE)
    return [
        Claimed(
            id=message.id,
            webhook_id=hook.id,
            attempt=message.attempts,
            url=hook.url,
            secret=hook.secret,
            body=message.body,
        )
        for message, hook in found
    ]


def _turn(session: Session, now: datetime, limit: int) -> list[str]:
    """Messages of who has fewest under way come first, then the oldest."""
    running = (
        select(Webhook.owner_id, func.count().label("running"))
        .join(WebhookDelivery, WebhookDelivery.webhook_id == Webhook.id)
        .where(deliveries.is_pending(WebhookDelivery), WebhookDelivery.lease_until >= now)
        .group_by(Webhook.owner_id)
        .subquery()
    )
    order = (WebhookDelivery.due, WebhookDelivery.event_id, WebhookDelivery.id)
    place = func.row_number().over(partition_by=Webhook.owner_id, order_by=order)
    waiting = (
        select(WebhookDelivery.id, WebhookDelivery.due, Webhook.owner_id, place.label("place"))
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(*deliveries.is_free(WebhookDelivery, now))
        .subquery()
    )
    turn = waiting.c.place + func.coalesce(running.c.running, 0)
    query = (
        select(waiting.c.id)
        .outerjoin(running, running.c.owner_id == waiting.c.owner_id)
        .where(turn <= SENT_PER_OWNER)
        .order_by(turn, waiting.c.due, waiting.c.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def record(session: Session, claimed: Claimed, outcome: Outcome) -> None:
    """Write down what a try came to, unless it has been taken from the sender meanwhile."""
    hook = session.get(Webhook, claimed.webhook_id, with_for_update={"key_share": True})
    message = deliveries.held(session, WebhookDelivery, claimed.id, claimed.attempt)
    if hook is None or message is None:
        return
    message.http_status, message.error = outcome.http_status, outcome.error
    if rules.arrived(outcome.http_status):
        hook.failing_since = None
        deliveries.finish(message, DeliveryStatus.DELIVERED)
        return
    hook.failing_since = hook.failing_since or utcnow()
    wait = None if rules.is_gone(outcome.http_status) else wait_after(message.attempts)
    if wait is not None:
        deliveries.try_again(message, wait)
        return
    deliveries.finish(message, DeliveryStatus.FAILED)
    if rules.is_gone(outcome.http_status):
        _switch_off(session, hook, "The receiver wants no more messages: it answered 410 (Gone).")
    elif rules.has_failed_too_long(utcnow() - hook.failing_since):
        days = rules.PATIENCE.days
        _switch_off(session, hook, f"No message has arrived for {days} days. {outcome.error}")


def _switch_off(session: Session, hook: Webhook, reason: str) -> None:
    now = utcnow()
    hook.disabled_at, hook.disabled_reason = now, reason
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == hook.id, deliveries.is_pending(WebhookDelivery))
        .values(status=DeliveryStatus.FAILED, finished=now, lease_until=None, error=_OFF)
    )


def sweep(session: Session) -> None:
    """Remove what was told long ago, and webhooks of tasks that ended long ago; some at a time."""
    deliveries.sweep(session, WebhookDelivery, rules.KEPT)
    before = utcnow() - rules.KEPT
    of_the_past = (
        select(Webhook.id)
        .join(Task, and_(Task.id == Webhook.task_id, Task.completion_time < before))
        .limit(deliveries.SWEPT_AT_ONCE)
    )
    session.execute(delete(Webhook).where(Webhook.id.in_(of_the_past)))
