"""The life of one request: send it, look at what came of it, wait, send it again."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from .._core.plan import Sleep
from ..exc.convert import NetworkError
from .retry import RetryContext
from .retry_check_runner import RetryCheckRunner

if TYPE_CHECKING:
    from .caller_info import RequestCallerInfo


class Send:
    """A step: authorize the request and send it."""


_SEND = Send()


def exchange(caller_info: RequestCallerInfo) -> Generator[Any, Any, Any]:
    """The plan of one request; returns the last response.

    A transport performs these kinds of step: :class:`Send` (the answer is the response; a failure
    is raised as a :class:`~globus_sdk.NetworkError`), ``Sleep``, and answers of checks that have
    to be awaited.

    :raises NetworkError: the last attempt brought no response.
    """
    config = caller_info.retry_config
    runner = failure = response = None
    for attempt in range(config.max_retries + 1):
        failure, response = None, None
        try:
            response = yield _SEND
        except NetworkError as error:
            failure = error
        if response is not None and config.settles(response.status_code):
            return response
        runner = runner or RetryCheckRunner(config.checks)
        context = RetryContext(attempt, caller_info=caller_info, response=response)
        context.exception = failure and failure.underlying_exception
        if attempt == config.max_retries or not (yield from runner.decide(context)):
            break
        yield Sleep(config.delay(context))
    if failure is not None:
        raise failure
    return response
