"""What is to be told is written with the event, held by one sender, and goes in the end."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from armillary.core.clock import utcnow
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.store import give_back
from armillary.transfer.events import add_event
from armillary.transfer.model import Task
from armillary.transfer.webhooks import outbox, rules
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery
from tests.armillary.transfer.webhooks.place import Place, all_told
from tests.armillary.transfer.webhooks.receiver import Receiver


def test_nothing_is_told_of_what_is_rolled_back(place: Place, receiver: Receiver) -> None:
    place.hook(receiver.url)
    with place.database.write() as session:
        add_event(session, place.task, "STARTED", description="")
        session.rollback()
    assert place.messages() == []


def test_who_was_thought_dead_changes_nothing(place: Place, receiver: Receiver) -> None:
    place.hook(receiver.url)
    place.happens("STARTED")
    with place.database.write() as session:
        (first,) = outbox.claim(session, limit=10)
        assert outbox.claim(session, limit=10) == []
    place.change(update(WebhookDelivery).values(lease_until=utcnow() - timedelta(seconds=1)))
    with place.database.write() as session:
        (second,) = outbox.claim(session, limit=10)
        outbox.record(session, first, outbox.Outcome(http_status=410))
        give_back(session, WebhookDelivery, first.id, first.attempt)
    (row,) = place.messages()
    assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 2)
    assert row.lease_until is not None
    with place.database.write() as session:
        outbox.record(session, second, outbox.Outcome(http_status=200))
        outbox.record(session, second, outbox.Outcome(http_status=500))
    assert all_told(place.messages())


def test_what_was_told_long_ago_goes(place: Place, receiver: Receiver) -> None:
    place.hook(receiver.url)
    kept, _ = place.hook(receiver.url, task_id=place.new_task())
    ended = place.new_task()
    place.hook(receiver.url, task_id=ended)
    place.happens("A", "B", "C")
    old = utcnow() - rules.KEPT - timedelta(minutes=1)
    place.change(
        update(WebhookDelivery)
        .where(WebhookDelivery.code != "C")
        .values(status=DeliveryStatus.DELIVERED, finished=old)
    )
    place.change(
        update(WebhookDelivery).where(WebhookDelivery.code == "B").values(finished=utcnow())
    )
    place.change(update(Task).where(Task.id == ended).values(completion_time=old))
    with place.database.write() as session:
        outbox.sweep(session)
        left = session.scalars(select(Webhook.task_id)).all()
    assert [m.code for m in place.messages()] == ["B", "C"]
    assert sorted(map(str, left)) == sorted(["None", str(place.webhook(kept).task_id)])
