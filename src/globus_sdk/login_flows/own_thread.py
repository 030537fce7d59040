"""Waiting for people without keeping others waiting."""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


async def in_own_thread(
    function: Callable[[threading.Event], T], *, stops_at_once: bool = False
) -> T:
    """The result of a function that may wait long, such as for a person.

    The thread is none of the loop's few, and a program can end before it does.

    :param function: is given an event that is set when nobody wants the result any more.
    :param stops_at_once: whether the function then ends, so that it is worth waiting for that.
    """
    import asyncio  # which only async programs have loaded

    stopped = threading.Event()
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()
    work = contextvars.copy_context().run
    threading.Thread(
        target=work, args=(_deliver, function, stopped, loop, result), daemon=True
    ).start()
    try:
        return await asyncio.shield(result)
    except asyncio.CancelledError:
        stopped.set()
        result.add_done_callback(_ignore)
        if stops_at_once:
            await asyncio.wait([result])
        raise


def _deliver(
    function: Callable[[threading.Event], T],
    stopped: threading.Event,
    loop: asyncio.AbstractEventLoop,
    result: asyncio.Future[T],
) -> None:
    try:
        settle: Any = result.set_result
        outcome: Any = function(stopped)
    except BaseException as error:
        settle, outcome = result.set_exception, error
    with contextlib.suppress(RuntimeError):  # the loop ended meanwhile
        loop.call_soon_threadsafe(settle, outcome)


def _ignore(result: asyncio.Future[Any]) -> None:
    """Nobody wants this result: its error is nobody's."""
    if not result.cancelled():
        result.exception()
