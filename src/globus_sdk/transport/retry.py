"""The vocabulary of retry checks."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import requests

    from .caller_info import RequestCallerInfo

C = TypeVar("C", bound=Callable[..., Any])


class RetryCheckResult(enum.Enum):
    """What a check says: retry, do not, or let the next check decide."""

    do_retry = enum.auto()
    do_not_retry = enum.auto()
    no_decision = enum.auto()


class RetryCheckFlags(enum.Flag):
    """How a check is used; a check with ``RUN_ONCE`` runs at most once for each request."""

    NONE = enum.auto()
    RUN_ONCE = enum.auto()


def set_retry_check_flags(flag: RetryCheckFlags) -> Callable[[C], C]:
    """Decorate a check with flags."""

    def decorate(check: C) -> C:
        check._retry_check_flags = flag  # type: ignore[attr-defined]
        return check

    return decorate


def by_status(check: C) -> C:
    """Decorate a check that says nothing of a response whose status no setting names."""
    check._by_status = True  # type: ignore[attr-defined]
    return check


class RetryContext:
    """What the checks know of one attempt.

    :param attempt: its number, from 0.
    :param caller_info: who asks, with which retry configuration.
    :param response: what came back, or None.
    :param exception: why nothing came back: the HTTP library's own exception, or None.
    :param authorizer: who authorizes the request, where there is no ``caller_info`` to say so.
    :ivar backoff: seconds to wait before the next attempt, if a check wants to say so.
    """

    def __init__(
        self,
        attempt: int,
        *,
        caller_info: RequestCallerInfo | None = None,
        response: requests.Response | None = None,
        exception: Exception | None = None,
        authorizer: Any = None,
    ) -> None:
        self.attempt = attempt
        self.caller_info = caller_info or _of(authorizer)
        self.response = response
        self.exception = exception
        self.backoff: float | None = None

    @property
    def authorizer(self) -> Any:
        """The caller's authorizer."""
        return self.caller_info.authorizer


def _of(authorizer: Any) -> RequestCallerInfo:
    from .caller_info import RequestCallerInfo
    from .retry_config import RetryConfig

    return RequestCallerInfo(retry_config=RetryConfig(), authorizer=authorizer)


RetryCheck = Callable[[RetryContext], RetryCheckResult]


class RetryCheckCollection:
    """The checks of a configuration, in the order in which they are asked.

    :ivar go_by_status: whether all of them are silent on statuses that no setting names.
    """

    def __init__(self) -> None:
        self._checks: list[RetryCheck] = []
        self.go_by_status = True

    def register_check(self, func: RetryCheck) -> RetryCheck:
        """Add a check at the end; one that is there already stays where it is."""
        if func not in self._checks:
            self._checks.append(func)
            self.go_by_status &= getattr(func, "_by_status", False)
        return func

    def register_many_checks(self, funcs: Iterable[RetryCheck]) -> None:
        """Add several checks, in order."""
        for func in funcs:
            self.register_check(func)

    def __iter__(self) -> Iterator[RetryCheck]:
        return iter(self._checks)

    def __len__(self) -> int:
        return len(self._checks)


def __getattr__(name: str) -> Any:
    """``RetryCheckRunner``, which version 3 of the API has here."""
    if name == "RetryCheckRunner":
        from .retry_check_runner import RetryCheckRunner

        return RetryCheckRunner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
