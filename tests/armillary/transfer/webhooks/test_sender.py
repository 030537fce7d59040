"""Messages arrive, signed, whatever receivers and workers do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.core.settings import Settings
from armillary.transfer import outcome
from armillary.transfer.credentials import Credentials
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.rules import WAITS
from armillary.transfer.model import Task, TaskStatus
from armillary.transfer.webhooks import outbox
from armillary.transfer.webhooks.model import WebhookDelivery
from armillary.transfer.webhooks.signature import new_secret
from tests.armillary.transfer.webhooks.place import HERE, Place, all_told, sending, tried
from tests.armillary.transfer.webhooks.receiver import SECONDS, Message, Receiver, receiving


def answered(status: int, messages: list[WebhookDelivery]) -> bool:
    return messages[0].http_status == status


def test_an_event_arrives_signed(place: Place, receiver: Receiver) -> None:
    hook_id, secret = place.hook(f"{receiver.url}/hook?key=1")
    with sending(place):
        place.happens("STARTED")
        message = receiver.next()
        (row,) = place.becomes(all_told)
    assert message.path == "/hook?key=1"
    assert message.headers["content-type"] == "application/json"
    assert message.is_signed_with(secret)
    assert not message.is_signed_with(new_secret())
    assert message.id == row.id
    document = message.document
    assert document["type"] == "task.started"
    event, task = document["data"]["event"], document["data"]["task"]
    assert (event["code"], event["id"], event["task_id"]) == ("STARTED", row.event_id, place.task)
    assert (task["task_id"], task["status"], task["label"]) == (place.task, "ACTIVE", "mine")
    assert (row.attempts, row.http_status, row.error) == (1, 204, None)
    assert place.webhook(hook_id).failing_since is None


def test_each_hears_what_it_wants(place: Place, receiver: Receiver) -> None:
    other_owner, other_task = new_id(), place.new_task()
    theirs = place.new_task(other_owner)
    for path, owner, fields in (
        ("all", None, {}),
        ("some", None, {"events": ["PAUSED", "SUCCEEDED"]}),
        ("ended", None, {"ended_only": True}),
        ("one", None, {"task_id": other_task}),
        ("other", other_owner, {}),
        ("off", None, {"disabled_at": utcnow()}),
    ):
        place.hook(f"{receiver.url}/{path}", owner=owner, **fields)
    place.happens("STARTED", "PAUSED")
    place.happens("STARTED", task=other_task)
    place.happens("STARTED", task=theirs)
    with place.database.write() as session:
        outcome.succeed(session, session.get_one(Task, place.task))
    with sending(place):
        place.becomes(all_told)
    heard = sorted((m.path, m.code) for m in list(receiver.messages.queue))
    assert heard == [
        ("/all", "PAUSED"),
        ("/all", "STARTED"),
        ("/all", "STARTED"),
        ("/all", "SUCCEEDED"),
        ("/ended", "SUCCEEDED"),
        ("/one", "STARTED"),
        ("/other", "STARTED"),
        ("/some", "PAUSED"),
        ("/some", "SUCCEEDED"),
    ]


def test_a_message_tells_the_task_as_it_was(place: Place, receiver: Receiver) -> None:
    place.hook(receiver.url)
    place.happens("STARTED")
    with place.database.write() as session:
        outcome.fail(session, session.get_one(Task, place.task), "CANCELED", "by its owner")
    with sending(place):
        told = {m.code: m.document["data"]["task"] for m in (receiver.next(), receiver.next())}
    assert told["STARTED"]["status"] == TaskStatus.ACTIVE
    assert told["CANCELED"]["status"] == TaskStatus.FAILED
    assert told["CANCELED"]["fatal_error"]["code"] == "CANCELED"


def test_it_is_tried_again_with_the_same_id(place: Place) -> None:
    answers = iter((500, 302, 204))
    with receiving(lambda _: next(answers)) as receiver, sending(place):
        hook_id, secret = place.hook(receiver.url)
        place.happens("STARTED")
        came = [receiver.next()]
        for status in (500, 302):
            (row,) = place.becomes(partial(answered, status))
            assert row.error == f"The receiver answered {status}."
            assert row.due > utcnow() + timedelta(seconds=1)
            assert place.webhook(hook_id).failing_since is not None
            place.change(update(WebhookDelivery).values(due=utcnow()))
            came.append(receiver.next())
        (row,) = place.becomes(all_told)
        assert receiver.messages.empty()
    assert {m.id for m in came} == {row.id}
    assert len({m.body for m in came}) == 1
    assert all(m.is_signed_with(secret) for m in came)
    assert row.attempts == 3
    assert place.webhook(hook_id).failing_since is None


@pytest.mark.parametrize(("failing_days", "goes_on"), [(1, True), (4, False)])
def test_a_webhook_that_fails_for_days_is_switched_off(
    place: Place, failing_days: float, goes_on: bool
) -> None:
    with receiving(lambda _: 503) as receiver, sending(place):
        since = utcnow() - timedelta(days=failing_days)
        hook_id, _ = place.hook(receiver.url, failing_since=since)
        place.happens("STARTED")
        receiver.next()
        place.becomes(tried)
        later = utcnow() + timedelta(hours=1)
        place.happens("PAUSED")
        waiting = WebhookDelivery.code == "PAUSED"
        place.change(update(WebhookDelivery).where(waiting).values(due=later))
        place.change(
            update(WebhookDelivery).where(~waiting).values(attempts=len(WAITS), due=utcnow())
        )
        place.becomes(lambda found: found[0].status == DeliveryStatus.FAILED)
    hook, (last, waiting_one) = place.webhook(hook_id), place.messages()
    assert (last.attempts, last.error) == (len(WAITS) + 1, "The receiver answered 503.")
    assert (hook.disabled_at is None) is goes_on
    assert waiting_one.status == (DeliveryStatus.PENDING if goes_on else DeliveryStatus.FAILED)
    place.happens("UNPAUSED")
    assert len(place.messages()) == (3 if goes_on else 2)
    if not goes_on:
        assert "3 days" in str(hook.disabled_reason)
        assert waiting_one.error == "The webhook was switched off."


def test_a_receiver_that_is_gone_switches_off(place: Place) -> None:
    with receiving(lambda _: 410) as receiver, sending(place):
        hook_id, _ = place.hook(receiver.url)
        place.happens("STARTED")
        (row,) = place.becomes(lambda found: found[0].status == DeliveryStatus.FAILED)
        place.happens("PAUSED")
        assert len(place.messages()) == 1
    assert (row.attempts, row.http_status) == (1, 410)
    assert "410" in str(place.webhook(hook_id).disabled_reason)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "no-such-host.invalid"])
def test_internal_addresses_are_refused(place: Place, receiver: Receiver, host: str) -> None:
    place.hook(receiver.url.replace("127.0.0.1", host))
    place.hook(receiver.url.replace("127.0.0.1", host).replace("http:", "https:"))
    place.happens("STARTED")
    with sending(place, reach=""):
        rows = place.becomes(tried)
    # The same for names that nobody knows: nobody learns here which are known inside.
    assert {row.error for row in rows} == {
        "The URL's host is unknown, or webhooks may not go there."
    }
    assert receiver.messages.empty()


def test_slow_receivers_hold_up_nobody_else(place: Place, receiver: Receiver) -> None:
    free = threading.Event()
    ben = new_id()
    bens = place.new_task(ben)

    def slow(_: Message) -> int:
        free.wait(SECONDS)
        return 204

    with receiving(slow) as tarpit:
        for _ in range(3):
            place.hook(tarpit.url)
        place.happens(*(f"E{number}" for number in range(5)))
        place.hook(receiver.url, owner=ben)
        place.happens("STARTED", task=bens)
        with sending(place):
            assert receiver.next().code == "STARTED"
            under_way = [m for m in place.messages() if m.lease_until is not None]
            free.set()
            assert len(under_way) <= outbox.SENT_PER_OWNER + 1
            place.becomes(all_told)


def test_two_senders_send_each_message_once(place: Place, receiver: Receiver) -> None:
    place.hook(receiver.url)
    codes = [f"E{number:02}" for number in range(20)]
    place.happens(*codes)
    with sending(place), sending(place):
        assert receiver.codes(20) == codes
        place.becomes(all_told)
    assert receiver.messages.empty()
    assert {row.attempts for row in place.messages()} == {1}


def test_a_stopped_sender_gives_back_what_it_had(place: Place, receiver: Receiver) -> None:
    free = threading.Event()

    def slow(_: Message) -> int:
        free.wait(SECONDS)
        return 204

    with receiving(slow) as tarpit:
        place.hook(tarpit.url)
        place.happens("STARTED")
        with sending(place):
            tarpit.next()
        (row,) = place.messages()
        free.set()
    assert (row.status, row.lease_until, row.attempts) == (DeliveryStatus.PENDING, None, 1)


@contextmanager
def worker(place: Place, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker process."""
    settings = Settings(
        data_dir=place.folder.parent,
        base_url="http://127.0.0.1:1",
        database_url=place.database.url,
        webhook_allow=HERE,
    )
    Credentials.load_or_create(settings.keys_dir)
    command = [sys.executable, "-m", "armillary.cli", "worker", "--name", name]
    process = subprocess.Popen(command, env={**os.environ, **settings.to_env()})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_worker_killed_before_it_recorded_a_try_leaves_it_to_another(place: Place) -> None:
    came = threading.Event()

    def hangs_once(_: Message) -> int:
        if not came.is_set():
            came.set()
            first.wait()
        return 204

    with receiving(hangs_once) as receiver:
        place.hook(receiver.url)
        place.happens("STARTED")
        with worker(place, "one") as first:
            taken = receiver.next()
            first.kill()
        (row,) = place.messages()
        assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 1)
        # As if a minute had passed.
        place.change(update(WebhookDelivery).values(lease_until=utcnow()))
        with worker(place, "two") as second:
            again = receiver.next()
            place.becomes(all_told)
            second.terminate()
            assert second.wait(SECONDS) == 0
    assert again.id == taken.id
    assert json.loads(again.body) == json.loads(taken.body)
