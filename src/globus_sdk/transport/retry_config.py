"""When and how often to try again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator

from .retry import RetryCheckCollection, RetryContext


def _exponential_backoff(ctx: RetryContext) -> float:
    """Half a second, doubled with each attempt, give or take a half so that callers spread out."""
    import random  # which takes a while to load, and is rarely needed

    return float((0.25 + 0.5 * random.random()) * 2**ctx.attempt)  # noqa: S311 - no secret


class RetryConfig:
    """When and how often a client tries again.

    :param max_retries: attempts after the first.
    :param max_sleep: the longest wait between attempts, in seconds.
    :param backoff: seconds to wait after an attempt that did not say how long.
    :param retry_after_status_codes: statuses whose ``Retry-After`` header counts.
    :param transient_error_status_codes: statuses that are likely to pass.
    :param expired_authorization_status_codes: statuses on which a token is renewed, once.
    :param checks: what decides whether to try again; each client adds its standard checks.
    """

    max_retries: int = 5
    max_sleep: float | int = 10
    backoff: Callable[[RetryContext], float] = staticmethod(_exponential_backoff)
    retry_after_status_codes: tuple[int, ...] = (429, 503)
    transient_error_status_codes: tuple[int, ...] = (429, 500, 502, 503, 504)
    expired_authorization_status_codes: tuple[int, ...] = (401,)

    def __init__(
        self,
        max_retries: int = max_retries,
        max_sleep: float | int = max_sleep,
        backoff: Callable[[RetryContext], float] = _exponential_backoff,
        retry_after_status_codes: tuple[int, ...] = retry_after_status_codes,
        transient_error_status_codes: tuple[int, ...] = transient_error_status_codes,
        expired_authorization_status_codes: tuple[int, ...] = expired_authorization_status_codes,
        checks: RetryCheckCollection | None = None,
    ) -> None:
        self.max_retries = max_retries
        self.max_sleep = max_sleep
        self.backoff = backoff
        self.retry_after_status_codes = retry_after_status_codes
        self.transient_error_status_codes = transient_error_status_codes
        self.expired_authorization_status_codes = expired_authorization_status_codes
        self.checks = checks if checks is not None else RetryCheckCollection()

    def __repr__(self) -> str:
        return f"RetryConfig({', '.join(f'{k}={v!r}' for k, v in vars(self).items())})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RetryConfig) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # a configuration changes

    def settles(self, status: int) -> bool:
        """Whether no check needs to be asked of a response: none of them has anything to say."""
        return self.checks.go_by_status and not (
            status in self.transient_error_status_codes
            or status in self.retry_after_status_codes
            or status in self.expired_authorization_status_codes
        )

    def delay(self, ctx: RetryContext) -> float:
        """Seconds to wait after this attempt."""
        wanted = self.backoff(ctx) if ctx.backoff is None else ctx.backoff
        return min(wanted, self.max_sleep)

    @contextlib.contextmanager
    def tune(
        self,
        *,
        backoff: Callable[[RetryContext], float] | None = None,
        max_sleep: float | int | None = None,
        max_retries: int | None = None,
    ) -> Generator[None, None, None]:
        """Change the configuration for the duration of a ``with`` block."""
        changes = {"backoff": backoff, "max_sleep": max_sleep, "max_retries": max_retries}
        before = dict(vars(self))
        vars(self).update({key: value for key, value in changes.items() if value is not None})
        try:
            yield
        finally:
            vars(self).update(before)
