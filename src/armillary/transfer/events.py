"""What happens to tasks, written down for all who want to know."""

from __future__ import annotations

from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.db.engine import at_last
from armillary.transfer.model import Event
from armillary.transfer.webhooks import outbox

# Any number that no other advisory lock has.
_NUMBERING = 0x65766E74


def add_event(
    session: Session,
    task_id: str,
    code: str,
    *,
    description: str,
    details: str = "",
    is_error: bool = False,
) -> None:
    """Append an event to a task, and announce it to the webhooks that want it.

    That is done at the end of the transaction, so that numbers follow the order of commits: who
    has heard of an event has heard of all with lower numbers.
    """
    event = Event(
        task_id=task_id,
        time=utcnow(),
        code=code,
        is_error=is_error,
        description=description,
        details=details,
    )
    at_last(session, partial(_append, event=event))


def _append(session: Session, event: Event) -> None:
    # SQLite has one writer at a time anyway.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_NUMBERING)))
    session.add(event)
    outbox.announce(session, event)
