"""Asking the checks."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from .._core.plan import drive
from .retry import RetryCheck, RetryCheckFlags, RetryCheckResult, RetryContext


class Consult:
    """A step: ask one check."""

    __slots__ = ("check", "context")

    def __init__(self, check: RetryCheck, context: RetryContext) -> None:
        self.check = check
        self.context = context


class RetryCheckRunner:
    """Asks the checks of one request, over all its attempts.

    :param checks: in order; the first that decides settles it.
    """

    def __init__(self, checks: Iterable[RetryCheck]) -> None:
        self._checks = list(checks)

    def should_retry(self, context: RetryContext) -> bool:
        """Whether to try again; without any decision, no."""
        return drive(self.decide(context), _consult)

    def decide(self, context: RetryContext) -> Generator[Consult, Any, bool]:
        """The plan of :meth:`should_retry`."""
        for check in tuple(self._checks):
            if getattr(check, "_retry_check_flags", None) is RetryCheckFlags.RUN_ONCE:
                self._checks.remove(check)
            decision = yield Consult(check, context)
            if decision is not RetryCheckResult.no_decision:
                return decision is RetryCheckResult.do_retry
        return False


def _consult(step: Consult) -> RetryCheckResult:
    return step.check(step.context)
