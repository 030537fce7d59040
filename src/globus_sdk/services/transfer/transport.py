"""When to ask Transfer again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..._core import json
from ...transport import RequestsTransport
from ...transport.default_retry_checks import (
    DEFAULT_RETRY_CHECKS,
    check_transient_error,
)
from ...transport.retry import RetryCheckResult, RetryContext, by_status

_OF_THE_STORAGE = ("ExternalError", "EndpointError")


@by_status
def check_transfer_transient_error(ctx: RetryContext) -> RetryCheckResult:
    """Try again after an error that is likely to pass; errors of the storage behind are not."""
    return retry_unless_of_the_storage(ctx, lambda body: [json.decode(body)["code"]])


def retry_unless_of_the_storage(
    ctx: RetryContext, codes_in: Callable[[bytes], Iterable[object]]
) -> RetryCheckResult:
    """Whether to try again.

    :param ctx: what happened.
    :param codes_in: finds the error codes in a body.
    """
    decision = check_transient_error(ctx)
    if decision is RetryCheckResult.do_retry and _is_of_the_storage(ctx.response, codes_in):
        return RetryCheckResult.no_decision
    return decision


def _is_of_the_storage(response: object, codes_in: Callable[[bytes], Iterable[object]]) -> bool:
    try:
        codes = [str(code) for code in codes_in(getattr(response, "content", b""))]
    except (ValueError, KeyError, TypeError):
        return False
    return any(word in code for code in codes for word in _OF_THE_STORAGE)


class TransferRequestsTransport(RequestsTransport):
    """Version 3's transport of Transfer clients; the client has those checks itself now."""


TRANSFER_DEFAULT_RETRY_CHECKS = tuple(
    check_transfer_transient_error if check is check_transient_error else check
    for check in DEFAULT_RETRY_CHECKS
)
