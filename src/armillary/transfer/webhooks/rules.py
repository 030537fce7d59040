"""What webhooks want to hear, and when they are given up. No I/O."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from armillary.transfer.webhooks.model import Webhook

MOST_WEBHOOKS = 50
"""Webhooks of one person."""

SECONDS = 15.0
"""Within which a receiver has to answer."""

PATIENCE = timedelta(days=3)
"""A webhook to which nothing got through for so long is switched off with the next failure."""

KEPT = timedelta(days=7)
"""What was told, and webhooks of tasks that have ended, go after this."""

_GONE = 410


def wants(webhook: Webhook, code: str, *, ended: bool) -> bool:
    """Whether a webhook is to be told of an event of a task that it listens to.

    :param ended: whether the task has ended with it
    """
    if webhook.ended_only and not ended:
        return False
    return not webhook.events or code in webhook.events


def arrived(http_status: int | None) -> bool:
    """Whether the receiver has taken a message."""
    return http_status is not None and 200 <= http_status < 300


def is_gone(http_status: int | None) -> bool:
    """Whether the receiver wants no more (Standard Webhooks)."""
    return http_status == _GONE


def has_failed_too_long(failing_for: timedelta) -> bool:
    """Whether a webhook is to be switched off."""
    return failing_for >= PATIENCE


def known_codes(codes: Collection[str]) -> list[str]:
    """Codes in the order in which they are shown, each once."""
    return sorted(set(codes))
