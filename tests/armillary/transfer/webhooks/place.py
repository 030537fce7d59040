"""A place with a task and webhooks, and senders at work there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.core.reach import Reach
from armillary.db.engine import Database
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.sender import Sender
from armillary.transfer.events import add_event
from armillary.transfer.model import Task
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery
from armillary.transfer.webhooks.outbox import Claimed
from armillary.transfer.webhooks.secrets import sealed, sealer_in
from armillary.transfer.webhooks.sender import Webhooks
from armillary.transfer.webhooks.signature import new_secret
from tests.armillary.transfer.webhooks.receiver import SECONDS

HERE = "127.0.0.0/8"


@dataclass
class Place:
    """A database with a task, and the folder of the keys."""

    database: Database
    folder: Path
    owner: str
    task: str

    def hook(self, url: str, *, owner: str | None = None, **fields: Any) -> tuple[str, str]:
        """A new webhook; its id and its secret."""
        hook_id, secret = new_id(), new_secret()
        row = Webhook(
            id=hook_id,
            owner_id=owner or self.owner,
            url=url,
            secret=sealed(sealer_in(self.folder), hook_id, secret),
            **fields,
        )
        with self.database.write() as session:
            session.add(row)
        return hook_id, secret

    def happens(self, *codes: str, task: str | None = None) -> None:
        for code in codes:
            with self.database.write() as session:
                add_event(session, task or self.task, code, description=code.lower())

    def new_task(self, owner: str | None = None) -> str:
        now = utcnow()
        row = Task(
            id=new_id(),
            owner_id=owner or self.owner,
            owner_username="ann",
            type="TRANSFER",
            label="mine",
            submission_id=new_id(),
            options={},
            items=[],
            source_id=new_id(),
            request_time=now,
            deadline=now + timedelta(days=1),
        )
        with self.database.write() as session:
            session.add(row)
        return row.id

    def messages(self) -> list[WebhookDelivery]:
        with self.database.read() as session:
            return list(session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.event_id)))

    def webhook(self, hook_id: str) -> Webhook:
        with self.database.read() as session:
            return session.get_one(Webhook, hook_id)

    def change(self, statement: Any) -> None:
        with self.database.write() as session:
            session.execute(statement)

    def becomes(self, condition: Callable[[list[WebhookDelivery]], bool]) -> list[WebhookDelivery]:
        """The messages, once they are as a test waits for."""
        until = time.monotonic() + SECONDS
        while not condition(found := self.messages()):
            assert time.monotonic() < until, [(m.status, m.attempts, m.error) for m in found]
            time.sleep(0.02)
        return found


@contextmanager
def sending(place: Place, reach: str = HERE) -> Iterator[Sender[Claimed]]:
    webhooks = Webhooks(Reach.parse(reach), partial(sealer_in, place.folder))
    sender = Sender(place.database, webhooks)
    sender.start()
    try:
        yield sender
    finally:
        sender.stop()


def all_told(messages: list[WebhookDelivery]) -> bool:
    return all(m.status == DeliveryStatus.DELIVERED for m in messages)


def tried(messages: list[WebhookDelivery]) -> bool:
    return all(m.attempts > 0 and m.lease_until is None for m in messages)
