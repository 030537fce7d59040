"""The checks that every client has, in their order."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from .retry import (
    RetryCheck,
    RetryCheckCollection,
    RetryCheckFlags,
    RetryCheckResult,
    RetryContext,
    by_status,
    set_retry_check_flags,
)
from .retry_config import RetryConfig


@by_status
@set_retry_check_flags(RetryCheckFlags.RUN_ONCE)
def check_expired_authorization(ctx: RetryContext) -> RetryCheckResult:
    """Renew the token, if the authorizer can, and try again with it (RFC 6750, section 3.1)."""
    if not _is_unauthorized(ctx) or not ctx.caller_info.authorizer.handle_missing_authorization():
        return RetryCheckResult.no_decision
    ctx.backoff = 0
    return RetryCheckResult.do_retry


@by_status
@set_retry_check_flags(RetryCheckFlags.RUN_ONCE)
async def check_expired_authorization_async(ctx: RetryContext) -> RetryCheckResult:
    """The same for an authorizer that is awaited."""
    if not _is_unauthorized(ctx):
        return RetryCheckResult.no_decision
    if not await ctx.caller_info.authorizer.handle_missing_authorization():
        return RetryCheckResult.no_decision
    ctx.backoff = 0
    return RetryCheckResult.do_retry


def _is_unauthorized(ctx: RetryContext) -> bool:
    codes = ctx.caller_info.retry_config.expired_authorization_status_codes
    return (
        ctx.response is not None
        and ctx.response.status_code in codes
        and ctx.caller_info.authorizer is not None
    )


@by_status
def check_request_exception(ctx: RetryContext) -> RetryCheckResult:
    """Try again when the network failed."""
    return RetryCheckResult.no_decision if ctx.exception is None else RetryCheckResult.do_retry


@by_status
def check_retry_after_header(ctx: RetryContext) -> RetryCheckResult:
    """Wait as long as the service asks (RFC 9110, section 10.2.3; the form in seconds only)."""
    response = ctx.response
    if response is None:
        return RetryCheckResult.no_decision
    if response.status_code not in ctx.caller_info.retry_config.retry_after_status_codes:
        return RetryCheckResult.no_decision
    seconds = response.headers.get("Retry-After", "")
    if seconds.isascii() and seconds.isdigit():
        ctx.backoff = float(seconds)
    return RetryCheckResult.do_retry


@by_status
def check_transient_error(ctx: RetryContext) -> RetryCheckResult:
    """Try again after an error that is likely to pass."""
    codes = ctx.caller_info.retry_config.transient_error_status_codes
    if ctx.response is not None and ctx.response.status_code in codes:
        return RetryCheckResult.do_retry
    return RetryCheckResult.no_decision


DEFAULT_RETRY_CHECKS: tuple[RetryCheck, ...] = (
    check_expired_authorization,
    check_request_exception,
    check_retry_after_header,
    check_transient_error,
)


def twins_of(checks: Iterable[RetryCheck]) -> list[Any]:
    """The same checks for an async client; the one that renews tokens has to be awaited."""
    twins: dict[Any, Any] = {check_expired_authorization: check_expired_authorization_async}
    return [twins.get(check, check) for check in checks]


def awaiting_checks(config: RetryConfig | None) -> RetryConfig:
    """A copy of a configuration, which sync clients may use as well, for an async client."""
    own = copy.copy(config) if config is not None else RetryConfig()
    checks, own.checks = own.checks, RetryCheckCollection()
    own.checks.register_many_checks(twins_of(checks))
    return own
