"""A database with people and tasks, and senders of mail at work there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.db.engine import Database
from armillary.mail.file import FileMailer
from armillary.mail.message import Mailer
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.sender import Sender
from armillary.transfer.model import Collection, EntityType, Task
from armillary.transfer.notifications.model import Notification
from armillary.transfer.notifications.outbox import Claimed
from armillary.transfer.notifications.sender import Notifications
from tests.armillary.transfer.people import MadeUpPeople

SECONDS = 60
SITE = "https://data.lab.example"
ANN = "ann@example.org"


@dataclass
class Site:
    """Ann, whose address is known, and her tasks.

    :param folder: where a file mailer puts mails
    """

    database: Database
    folder: Path
    people: MadeUpPeople = field(default_factory=MadeUpPeople)
    ann: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        self.people.addresses[self.ann] = ANN

    def task(self, owner: str | None = None, **fields: Any) -> str:
        """A new task between two collections, which it can be told by: ``From`` and ``To``."""
        values = {
            "id": new_id(),
            "owner_id": owner or self.ann,
            "owner_username": "ann",
            "type": "TRANSFER",
            "label": "the run",
            "submission_id": new_id(),
            "options": {},
            "items": [],
            "source_id": self.collection("From"),
            "destination_id": self.collection("To"),
            "request_time": utcnow(),
            "deadline": utcnow() + timedelta(days=1),
        }
        row = Task(**values | fields)
        with self.database.write() as session:
            session.add(row)
        return row.id

    def collection(self, name: str) -> str:
        row = Collection(
            id=new_id(),
            entity_type=EntityType.GUEST,
            display_name=name,
            owner_identity_id=new_id(),
            owner_string="o",
        )
        with self.database.write() as session:
            session.add(row)
        return row.id

    def becomes_so(self, change: Callable[..., None], task_id: str, *arguments: Any) -> None:
        """A change of ``outcome`` in a transaction of its own."""
        with self.database.write() as session:
            change(session, session.get_one(Task, task_id), *arguments)

    def rows(self) -> list[Notification]:
        with self.database.read() as session:
            return list(session.scalars(select(Notification).order_by(Notification.created)))

    def change(self, **values: Any) -> None:
        """Change all mails."""
        with self.database.write() as session:
            session.execute(update(Notification).values(**values))

    def wait(self, condition: Callable[[list[Notification]], bool]) -> list[Notification]:
        """The mails, once they are as a test waits for."""
        until = time.monotonic() + SECONDS
        while not condition(found := self.rows()):
            assert time.monotonic() < until, [(m.status, m.attempts, m.error) for m in found]
            time.sleep(0.02)
        return found

    def files(self) -> list[EmailMessage]:
        """The mails in the folder."""
        paths = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    @contextmanager
    def sending(self, mailer: Mailer | None = None) -> Iterator[None]:
        channel = Notifications(mailer or FileMailer(self.folder), self.people, site=SITE)
        sender: Sender[Claimed] = Sender(self.database, channel)
        sender.start()
        try:
            yield
        finally:
            sender.stop()


def all_sent(rows: list[Notification]) -> bool:
    return all(row.status == DeliveryStatus.DELIVERED for row in rows)


def all_tried(rows: list[Notification]) -> bool:
    return all(row.attempts > 0 and row.lease_until is None for row in rows)
