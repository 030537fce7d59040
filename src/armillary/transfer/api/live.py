"""Streams of what happens to tasks; they are ours, the hosted service has none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from armillary.transfer import store, wire
from armillary.transfer.api.context import LARGEST, CallerDep, Services, ServicesDep, caller_of
from armillary.transfer.errors import TooManyStreams, TransferError
from armillary.transfer.live.changes import (
    Change,
    earlier_events,
    earlier_events_of,
    last_event_of,
)
from armillary.transfer.live.hub import Listener
from armillary.transfer.live.stream import messages
from armillary.web.caller import Caller

router = APIRouter(prefix="/v0.10")
T = TypeVar("T")

# More than a person's windows and scripts are likely to need.
_MAX_STREAMS = 50

Since = Annotated[int, Query(ge=0, le=LARGEST, alias="last_event_id")]
LastEventId = Annotated[int | None, Header(ge=0, le=LARGEST)]
Seconds = Annotated[float | None, Query(gt=0, le=86_400, alias="timeout")]


@router.get("/task/{task_id}/event_stream")
async def task_event_stream(
    task_id: UUID,
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
    since: Since = 0,
    last_event_id: LastEventId = None,
    seconds: Seconds = None,
    only: Literal["end"] | None = None,
) -> StreamingResponse:
    """A task's events and its document, as they come: ``GET /v0.10/task/<id>/event_stream``.

    Begins with the events after ``Last-Event-ID`` (a header, or ``last_event_id``), of which there
    are all without it, and with the task as it is. Ends when the task has ended, or after
    ``timeout`` seconds. With ``only=end`` nothing comes until the task does not run any more, and
    then its document alone.
    """
    after = since if last_event_id is None else last_event_id
    wanted = str(task_id)

    def earlier() -> list[Change]:
        with services.database.read() as session:
            task = store.own_task(session, caller, wanted)
            document = wire.task(task, store.display_names(session, [task]))
            now = Change(task.id, task.owner_id, None, document)
            # The task was read first: its end is never told before its last event.
            return [*earlier_events(session, wanted, after), now]

    def check() -> None:
        with services.database.read() as session:
            store.own_task(session, caller, wanted)

    await run_in_threadpool(check)  # an error has to come before the stream begins
    listener = Listener(caller.identity_set, wanted, only_end=only == "end")
    body = messages(
        services.hub,
        listener,
        _in_thread(earlier),
        may_listen=_may_listen(request, services),
        seconds=seconds,
    )
    return _stream(services, caller, body)


@router.get("/event_stream")
async def event_stream(
    request: Request,
    caller: CallerDep,
    services: ServicesDep,
    last_event_id: LastEventId = None,
    since: Annotated[int | None, Query(ge=0, le=LARGEST, alias="last_event_id")] = None,
    seconds: Seconds = None,
) -> StreamingResponse:
    """The same for all tasks of the caller: ``GET /v0.10/event_stream``.

    Begins with the events after ``Last-Event-ID``; without it, with the number after which one
    could go on, and what happens from now on.
    """
    after = since if last_event_id is None else last_event_id

    def earlier() -> list[Change]:
        if after is None:
            return []
        with services.database.read() as session:
            return list(earlier_events_of(session, caller.identity_set, after))

    def last() -> int:
        with services.database.read() as session:
            return last_event_of(session, caller.identity_set)

    listener = Listener(owners=caller.identity_set)
    body = messages(
        services.hub,
        listener,
        _in_thread(earlier),
        may_listen=_may_listen(request, services),
        seconds=seconds,
        beginning=_in_thread(last) if after is None else None,
    )
    return _stream(services, caller, body)


def _in_thread(find: Callable[[], T]) -> Callable[[], Awaitable[T]]:
    async def found() -> T:
        return await run_in_threadpool(find)

    return found


def _may_listen(request: Request, services: Services) -> Callable[[], Awaitable[bool]]:
    async def may_listen() -> bool:
        try:
            await run_in_threadpool(caller_of, request, services)
        except TransferError:
            return False
        return True

    return may_listen


def _stream(services: Services, caller: Caller, body: AsyncIterator[bytes]) -> StreamingResponse:
    if services.hub.listeners(caller.identity_set) >= _MAX_STREAMS:
        raise TooManyStreams(
            f"You have {_MAX_STREAMS} streams open already. Close some, or follow all your tasks "
            "in one with GET /v0.10/event_stream."
        )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(body, media_type="text/event-stream", headers=headers)
