"""Short blocking work of ``asyncio`` programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def finished(function: Callable[[], T]) -> T:
    """The result of a function that runs in a thread; even if cancelled, wait for its end."""
    import asyncio  # which only async programs have loaded

    work = asyncio.ensure_future(asyncio.to_thread(function))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        if not work.cancelled():
            work.exception()  # nobody is there to hear of it
        raise
