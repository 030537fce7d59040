"""What happened in a task, file by file, until its owner removes it."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.errors import Conflict
from armillary.transfer.model import Event, SkippedError, Success, Task, Unit
from armillary.transfer.outcome import is_final
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery


def remove(session: Session, task: Task) -> None:
    """Forget the files, errors and events of a task that has ended; again is no error.

    Its last event stays, which says no more than its document: how it ended. Numbers of events
    are never given twice as long as the last one of all is there, and streams go on by them.
    Messages to webhooks that are still to be sent are sent.

    :raises Conflict: the task has not ended
    """
    if not is_final(task):
        raise Conflict("The task has not ended yet. Cancel it first, or wait for its end.")
    last = session.scalar(select(func.max(Event.id)).where(Event.task_id == task.id))
    session.execute(delete(Event).where(Event.task_id == task.id, Event.id != last))
    for table in (Success, SkippedError, Unit):
        session.execute(delete(table).where(table.task_id == task.id))
    webhooks = select(Webhook.id).where(Webhook.owner_id == task.owner_id)
    session.execute(
        delete(WebhookDelivery).where(
            WebhookDelivery.webhook_id.in_(webhooks),
            WebhookDelivery.task_id == task.id,
            WebhookDelivery.status != DeliveryStatus.PENDING,
        )
    )
    task.history_deleted = True


def check_history(task: Task) -> None:
    """Whether what happened in a task is still there.

    :raises Conflict: it was removed
    """
    if task.history_deleted:
        raise Conflict("The history of this task was removed by its owner; its document is left.")
