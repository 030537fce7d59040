"""Logging in again when a service asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..gare import GARE, to_gare
from ..transport import RetryCheckFlags, RetryCheckResult, RetryContext, set_retry_check_flags

if TYPE_CHECKING:
    from .app import GlobusApp
    from .async_app import AsyncGlobusApp


def _asked_for(ctx: RetryContext) -> GARE | None:
    if ctx.response is None or ctx.response.status_code != 403:
        return None
    try:
        document: Any = ctx.response.json()
    except ValueError:
        return None
    return to_gare(document)


def redrive(app: GlobusApp) -> Any:
    """The retry check that logs in as a service asks, once for a request, and tries again."""

    @set_retry_check_flags(RetryCheckFlags.RUN_ONCE)
    def log_in_as_asked(ctx: RetryContext) -> RetryCheckResult:
        gare = _asked_for(ctx)
        if gare is None:
            return RetryCheckResult.no_decision
        app.login(auth_params=gare.authorization_parameters)
        ctx.backoff = 0
        return RetryCheckResult.do_retry

    return log_in_as_asked


def redrive_async(app: AsyncGlobusApp) -> Any:
    """:func:`redrive`, for ``asyncio``."""

    @set_retry_check_flags(RetryCheckFlags.RUN_ONCE)
    async def log_in_as_asked(ctx: RetryContext) -> RetryCheckResult:
        gare = _asked_for(ctx)
        if gare is None:
            return RetryCheckResult.no_decision
        await app.login(auth_params=gare.authorization_parameters)
        ctx.backoff = 0
        return RetryCheckResult.do_retry

    return log_in_as_asked
