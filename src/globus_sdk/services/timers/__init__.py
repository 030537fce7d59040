"""Timers: transfers and flows that start by themselves."""

from .client import AsyncTimersClient, TimersClient
from .data import (
    FlowTimer,
    OnceTimerSchedule,
    RecurringTimerSchedule,
    TimerJob,
    TransferTimer,
)
from .errors import TimersAPIError

__all__ = (
    "AsyncTimersClient",
    "FlowTimer",
    "OnceTimerSchedule",
    "RecurringTimerSchedule",
    "TimerJob",
    "TimersAPIError",
    "TimersClient",
    "TransferTimer",
)
