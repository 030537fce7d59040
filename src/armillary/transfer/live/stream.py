"""Server-sent events (WHATWG HTML, section 9.2) about tasks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

from armillary.core import json_text
from armillary.transfer.live.changes import Change
from armillary.transfer.live.hub import Hub, Listener

# Proxies cut connections on which nothing comes; and who has gone is only noticed when writing.
_QUIET_SECONDS = 15.0
# As soon as a revoked token is refused elsewhere.
_CHECK_SECONDS = 5.0
_FINAL = ("SUCCEEDED", "FAILED")
_COMMENT = b":\n\n"
# Who waits can tell the end of the time from that of the connection.
_OVER = b": over\n\n"

Replay = Callable[[], Awaitable[Iterable[Change]]]


async def messages(
    hub: Hub,
    listener: Listener,
    replay: Replay,
    *,
    may_listen: Callable[[], Awaitable[bool]],
    seconds: float | None,
    beginning: Callable[[], Awaitable[int]] | None = None,
) -> AsyncIterator[bytes]:
    """The stream's bytes: what happened before, then what happens.

    It ends with the end of the task that is listened to, when the time is over, and when the
    listener may not listen any more.

    :param replay: gives what happened before
    :param seconds: how long at most
    :param beginning: gives the number of the last event that is not to be told, for who does not
        know one yet, so that nothing is missed by who is cut off before the first
    """
    until = None if seconds is None else time.monotonic() + seconds
    async with hub.listening(listener):
        yield _COMMENT  # from here on, nothing is missed
        if beginning is not None:
            yield b"id: %d\n\n" % await beginning()
        told: set[int] = set()
        for change in await replay():
            if change.event_id is not None:
                told.add(change.event_id)
            last = _ends(listener, change)
            if last or not listener.only_end:
                yield encoded(change)
            if last:
                return
        async for new in _live(listener, may_listen, until):
            if new is None:
                yield _COMMENT
            elif new.event_id not in told:
                last = _ends(listener, new)
                if last or not listener.only_end:
                    yield encoded(new)
                if last:
                    return
        if until is not None and time.monotonic() >= until:
            yield _OVER


async def _live(
    listener: Listener, may_listen: Callable[[], Awaitable[bool]], until: float | None
) -> AsyncIterator[Change | None]:
    """Changes as they come; None where nothing came for long."""
    checked = spoken = time.monotonic()
    while True:
        now = time.monotonic()
        if now - checked >= _CHECK_SECONDS:
            if not await may_listen():
                return
            checked = now
        if now - spoken >= _QUIET_SECONDS:
            spoken = now
            yield None
        left = _CHECK_SECONDS if until is None else min(_CHECK_SECONDS, until - now)
        if left <= 0:
            return
        try:
            change = await asyncio.wait_for(listener.queue.get(), left)
        except TimeoutError:
            continue
        if change is None:
            return
        spoken = time.monotonic()
        yield change


def _ends(listener: Listener, change: Change) -> bool:
    if listener.task_id is None or change.event_id is not None:
        return False
    status = change.document["status"]
    return status != "ACTIVE" if listener.only_end else status in _FINAL


def encoded(change: Change) -> bytes:
    """A change as one message: ``task_event`` with its number, or ``task``."""
    data = json_text.dump(change.document).encode()
    if change.event_id is None:
        return b"event: task\ndata: %b\n\n" % data
    return b"id: %d\nevent: task_event\ndata: %b\n\n" % (change.event_id, data)
