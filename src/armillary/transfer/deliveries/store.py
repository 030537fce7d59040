"""Queries and changes that every table of messages needs.

Every lease raises the number of tries, and what becomes of a try names it: a sender that was only
thought dead changes nothing any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.deliveries.model import Delivery, DeliveryStatus

SWEPT_AT_ONCE = 1000
"""So many rows go in one transaction, for others wait for it."""
Row = TypeVar("Row", bound=Delivery)


def is_pending(table: type[Delivery]) -> ColumnElement[bool]:
    """The condition that a message has neither arrived nor been given up."""
    return table.status == DeliveryStatus.PENDING


def is_free(table: type[Delivery], now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a message may be leased."""
    nobodys = or_(table.lease_until.is_(None), table.lease_until < now)
    return is_pending(table), table.due <= now, nobodys


def has_due(session: Session, table: type[Delivery]) -> bool:
    """Whether something is to be sent; cheap enough to ask all the time."""
    free = is_free(table, utcnow())
    return session.scalar(select(table.id).where(*free).limit(1)) is not None


def lease(message: Delivery, now: datetime, length: timedelta) -> None:
    """Take a message, locked by the caller, for one try."""
    message.lease_until = now + length
    message.attempts += 1
    message.last_attempt = now


def held(session: Session, table: type[Row], message_id: str, attempt: int) -> Row | None:
    """A message, locked, of whoever made this try; None if it was taken away meanwhile."""
    message = session.get(table, message_id, with_for_update=True)
    if message is None or message.status != DeliveryStatus.PENDING or message.attempts != attempt:
        return None
    return message


def give_back(session: Session, table: type[Delivery], message_id: str, attempt: int) -> None:
    """Let others send a message whose try was broken off."""
    mine = (table.id == message_id, table.attempts == attempt, is_pending(table))
    session.execute(update(table).where(*mine).values(lease_until=None))


def try_again(message: Delivery, wait: timedelta) -> None:
    """Let whoever comes first try a message once more, after a while."""
    message.due = utcnow() + wait
    message.lease_until = None


def finish(message: Delivery, status: DeliveryStatus) -> None:
    """Nothing more is done about a message."""
    message.status = status
    message.finished = utcnow()
    message.lease_until = None


def sweep(session: Session, table: type[Delivery], kept: timedelta) -> None:
    """Remove what was finished longer ago; some at a time."""
    told = select(table.id).where(table.finished < utcnow() - kept).limit(SWEPT_AT_ONCE)
    session.execute(delete(table).where(table.id.in_(told)))
