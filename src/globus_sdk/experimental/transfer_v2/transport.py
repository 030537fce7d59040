"""When to ask Transfer, version 2, again."""

from __future__ import annotations

from collections.abc import Iterator

from ..._core import json
from ...services.transfer.transport import retry_unless_of_the_storage
from ...transport.default_retry_checks import DEFAULT_RETRY_CHECKS, check_transient_error
from ...transport.retry import RetryCheckResult, RetryContext


def check_transfer_v2_transient_error(ctx: RetryContext) -> RetryCheckResult:
    """Try again after an error that is likely to pass; errors of the storage behind are not."""
    return retry_unless_of_the_storage(ctx, _codes)


def _codes(body: bytes) -> Iterator[object]:
    """https://jsonapi.org/format/#error-objects"""
    errors = json.decode(body)["errors"]
    return (error["code"] for error in errors)


TRANSFER_V2_DEFAULT_RETRY_CHECKS = tuple(
    check_transfer_v2_transient_error if check is check_transient_error else check
    for check in DEFAULT_RETRY_CHECKS
)
