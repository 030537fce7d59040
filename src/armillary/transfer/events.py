"""What happens to tasks, written down for all who want to know."""

from __future__ import annotations

from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.transfer.model import Event
from armillary.transfer.webhooks import outbox


def add_event(
    session: Session,
    task_id: str,
    code: str,
    *,
    description: str,
    details: str = "",
    is_error: bool = False,
) -> None:
    """Append an event to a task, and announce it to the webhooks that want it."""
    event = Event(
        task_id=task_id,
        time=utcnow(),
        code=code,
        is_error=is_error,
        description=description,
        details=details,
    )
    session.add(event)
    outbox.announce(session, event)
