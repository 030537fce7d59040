"""What version 3 of the API calls ``services.timers``."""

from ..timers import AsyncTimersClient as AsyncTimerClient
from ..timers import TimersAPIError as TimerAPIError
from ..timers import TimersClient as TimerClient

__all__ = ("AsyncTimerClient", "TimerAPIError", "TimerClient")
