"""When to ask Transfer again."""

from __future__ import annotations

from ..._core import json
from ...transport.default_retry_checks import (
    DEFAULT_RETRY_CHECKS,
    check_transient_error,
)
from ...transport.retry import RetryCheckResult, RetryContext

_OF_THE_STORAGE = ("ExternalError", "EndpointError")


def check_transfer_transient_error(ctx: RetryContext) -> RetryCheckResult:
    """Try again after an error that is likely to pass; errors of the storage behind are not."""
    decision = check_transient_error(ctx)
    if decision is RetryCheckResult.do_retry and _is_of_the_storage(ctx.response):
        return RetryCheckResult.no_decision
    return decision


def _is_of_the_storage(response: object) -> bool:
    try:
        code = json.decode(getattr(response, "content", b""))["code"]
    except (ValueError, KeyError, TypeError):
        return False
    return isinstance(code, str) and any(word in code for word in _OF_THE_STORAGE)


TRANSFER_DEFAULT_RETRY_CHECKS = tuple(
    check_transfer_transient_error if check is check_transient_error else check
    for check in DEFAULT_RETRY_CHECKS
)
