"""Asking the checks."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from .._core.plan import drive
from .retry import RetryCheck, RetryCheckFlags, RetryCheckResult, RetryContext


class RetryCheckRunner:
    """Asks the checks of one request, over all its attempts.

    :param checks: in order; the first that decides settles it.
    """

    def __init__(self, checks: Iterable[RetryCheck]) -> None:
        self._checks = list(checks)

    def should_retry(self, context: RetryContext) -> bool:
        """Whether to try again; without any decision, no."""
        return drive(self.decide(context), _refuse)

    def decide(self, context: RetryContext) -> Generator[Any, Any, bool]:
        """The plan of :meth:`should_retry`: its steps are the answers that have to be awaited."""
        for check in tuple(self._checks):
            if getattr(check, "_retry_check_flags", None) is RetryCheckFlags.RUN_ONCE:
                self._checks.remove(check)
            decision: Any = check(context)
            if hasattr(decision, "__await__"):
                decision = yield decision
            if decision is not RetryCheckResult.no_decision:
                return decision is RetryCheckResult.do_retry
        return False


def _refuse(step: object) -> None:
    raise TypeError(f"only async clients can await a retry check: {step!r}")
