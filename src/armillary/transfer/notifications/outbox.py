"""Mails: written in the transaction of what they tell of, leased by a sender, tried for a day.

No mail is sent twice, whatever the number of workers, except where a worker is killed (or its
database goes away) between the mail server's yes and the commit that records it: a mail server
can't be asked whether it has a mail already.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.deliveries import store as deliveries
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.deliveries.rules import wait_after
from armillary.transfer.errors import TooManyNotifications
from armillary.transfer.model import Collection, Task, TaskStatus
from armillary.transfer.notifications import mails, rules
from armillary.transfer.notifications.model import Notification
from armillary.transfer.people import People
from armillary.transfer.permissions.model import AccessRule
from armillary.transfer.store import display_names
from armillary.web.caller import Caller

LEASE = timedelta(minutes=10)
"""Longer than a mail server that answers at all takes for a mail: each answer has 20 seconds."""

_NOBODY = "Nobody has confirmed an address for this identity."
_log = structlog.get_logger()


@dataclass(frozen=True)
class Claimed:
    """A mail that is to be sent now.

    :param attempt: which try it is, from 1
    :param until: when others may send it
    """

    id: str
    attempt: int
    until: datetime
    to: str
    subject: str
    text: str


def tell_owner(session: Session, task: Task) -> None:
    """Write down that a task's owner is to be told of the state that it has just come to."""
    if not rules.wants(task) or _was_told_lately(session, task):
        return
    words = mails.about_task(task, display_names(session, [task]))
    session.add(
        Notification(
            identity_id=task.owner_id,
            task_id=task.id,
            task_status=task.status,
            subject=words.subject,
            text=words.text,
        )
    )


def _was_told_lately(session: Session, task: Task) -> bool:
    """Whether a task that waits has said so already: programs may resume it again and again."""
    if task.status != TaskStatus.INACTIVE:
        return False
    told = (
        Notification.task_id == task.id,
        Notification.task_status == task.status,
        Notification.created > utcnow() - rules.HOUR,
    )
    return session.scalar(select(Notification.id).where(*told).limit(1)) is not None


def tell_of_access(
    session: Session,
    caller: Caller,
    rule: AccessRule,
    collection: Collection,
    *,
    address: str,
    message: str | None,
) -> None:
    """Write down that somebody is to be told of an access rule.

    :raises TooManyNotifications: the caller has had so many mails sent in the last hour
    """
    if _sent_lately(session, caller.identity_set) >= rules.MOST_SHARED_AN_HOUR:
        raise TooManyNotifications(
            f"You have had {rules.MOST_SHARED_AN_HOUR} people notified by mail within an hour, "
            "which is as many as may be. Make the access rule without notify_email, or later."
        )
    words = mails.about_access(rule, collection, sharer=caller.username, message=message)
    session.add(
        Notification(
            address=address,
            sender_id=caller.identity_id,
            subject=words.subject,
            text=words.text,
        )
    )


def _sent_lately(session: Session, identities: Several[str]) -> int:
    recent = (
        Notification.sender_id.in_(identities),
        Notification.created > utcnow() - rules.HOUR,
    )
    return session.scalar(select(func.count()).select_from(Notification).where(*recent)) or 0


def claim(session: Session, people: People, *, limit: int) -> list[Claimed]:
    """Lease up to ``limit`` mails, those that wait longest; what has no address is dropped."""
    now = utcnow()
    query = (
        select(Notification)
        .where(*deliveries.is_free(Notification, now))
        .order_by(Notification.due, Notification.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = []
    for mail in session.scalars(query).all():
        to = mail.address or people.address(session, mail.identity_id or "")
        if to is None:
            mail.error = _NOBODY
            deliveries.finish(mail, DeliveryStatus.FAILED)
            continue
        deliveries.lease(mail, now, LEASE)
        claimed.append(Claimed(mail.id, mail.attempts, now + LEASE, to, mail.subject, mail.text))
    return claimed


def record(session: Session, claimed: Claimed, error: str | None) -> None:
    """Write down what a try came to, unless it has been taken from the sender meanwhile.

    :param error: why the mail server did not take the mail; None if it did
    """
    mail = deliveries.held(session, Notification, claimed.id, claimed.attempt)
    if mail is None:
        return
    mail.error = error
    if error is None:
        deliveries.finish(mail, DeliveryStatus.DELIVERED)
    elif (wait := wait_after(mail.attempts)) is not None:
        deliveries.try_again(mail, wait)
    else:
        deliveries.finish(mail, DeliveryStatus.FAILED)
        _log.error("notifications: a mail was given up", notification=mail.id, reason=error)
