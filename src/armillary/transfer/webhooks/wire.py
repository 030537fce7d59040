"""Documents of webhooks, and the messages that they get. No I/O; ours, not Globus'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from armillary.core.clock import iso
from armillary.transfer import wire
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.model import Event, Task
from armillary.transfer.webhooks.model import Webhook, WebhookDelivery

Document = dict[str, Any]

# What of a task's document a receiver is told.
_SUMMARY = (
    "DATA_TYPE",
    "task_id",
    "type",
    "status",
    "label",
    "owner_id",
    "username",
    "request_time",
    "deadline",
    "completion_time",
    "source_endpoint_id",
    "source_endpoint_display_name",
    "destination_endpoint_id",
    "destination_endpoint_display_name",
    "faults",
    "files",
    "files_transferred",
    "files_skipped",
    "subtasks_skipped_errors",
    "bytes_total",
    "bytes_transferred",
    "nice_status",
    "nice_status_short_description",
    "nice_status_details",
    "is_paused",
    "fatal_error",
)


def message(event: Event, task: Task, names: Mapping[str, str]) -> Document:
    """What a webhook is told of an event; the form is that of Standard Webhooks.

    :param task: as it is with this event
    :param names: display names of its collections
    """
    document = wire.task(task, names)
    return {
        "type": f"task.{event.code.lower()}",
        "timestamp": iso(event.time),
        "data": {
            "event": {**wire.event(event), "id": event.id, "task_id": event.task_id},
            "task": {name: document[name] for name in _SUMMARY},
        },
    }


def webhook(row: Webhook) -> Document:
    """A webhook; its secret is shown once, by who makes it."""
    return {
        "DATA_TYPE": "webhook",
        "id": row.id,
        "url": row.url,
        "task_id": row.task_id,
        "events": row.events,
        "ended_only": row.ended_only,
        "created_time": iso(row.created),
        "enabled": row.disabled_at is None,
        "disabled_time": _time(row.disabled_at),
        "disabled_reason": row.disabled_reason,
        "failing_since": _time(row.failing_since),
    }


def delivery(row: WebhookDelivery) -> Document:
    """A message and what became of it."""
    pending = row.status == DeliveryStatus.PENDING
    return {
        "DATA_TYPE": "webhook_delivery",
        "id": row.id,
        "task_id": row.task_id,
        "event_id": row.event_id,
        "code": row.code,
        "status": row.status,
        "attempts": row.attempts,
        "created_time": iso(row.created),
        "last_attempt_time": _time(row.last_attempt),
        "next_attempt_time": iso(row.due) if pending else None,
        "http_status": row.http_status,
        "error": row.error,
    }


def _time(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None
