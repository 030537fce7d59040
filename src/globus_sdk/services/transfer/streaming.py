"""Events of tasks as they happen.

The streams are a service of Armillary; the hosted service has none, and says so with
:class:`EventStreamNotOffered`.
"""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any, Self

from ..._core.plan import Ask, Sleep
from ...exc import GlobusError
from .stream_plan import (
    EventStreamNotOffered,
    Following,
    Message,
    Open,
    StreamedEvent,
    StreamedTask,
    follow,
)

if TYPE_CHECKING:
    from types import TracebackType

    from .client import AsyncTransferClient, TransferClient

__all__ = (
    "AsyncTaskEventStream",
    "EventStreamNotOffered",
    "StreamedEvent",
    "StreamedTask",
    "TaskEventStream",
)

_MESSAGES = (StreamedEvent, StreamedTask)


class _Stream:
    """What both kinds share: everything but input and output.

    :ivar last_event_id: the number of the last event that came.
    """

    def __init__(
        self, task_id: uuid.UUID | str | None, last_event_id: int | None, timeout: float | None
    ) -> None:
        self.last_event_id = last_event_id
        self._until = None if timeout is None else time.monotonic() + timeout
        self._plan: Following = follow(
            None if task_id is None else str(task_id), last_event_id, self._seconds_left
        )
        self._open: Any = None

    def _seconds_left(self) -> float | None:
        return None if self._until is None else self._until - time.monotonic()

    def _hang_up(self) -> None:
        stream, self._open = self._open, None
        if stream is not None:
            stream.close()

    def _known(self, message: Message) -> Message:
        if isinstance(message, StreamedEvent):
            self.last_event_id = message.id
        return message


class TaskEventStream(_Stream):
    """What happens to a task until it has ended, or to all of one's tasks; an iterator.

    ``GET /v0.10/task/<task_id>/event_stream`` or ``GET /v0.10/event_stream``

    Of a task come first the events so far and the task as it is. A connection that breaks is made
    anew, and goes on after the last event that came. Iterate in one thread.

    :param client: the client whose connections and authorization are used.
    :param task_id: the task; None for all tasks of the caller, from now on.
    :param last_event_id: the number of an event: only later ones come.
    :param timeout: seconds after which the iteration ends; None for no limit.
    :raises EventStreamNotOffered: in the first iteration; the service has no streams.
    :raises GlobusAPIError: the service refuses.
    :raises NetworkError: it can't be reached, at the first connection or for minutes.
    """

    def __init__(
        self,
        client: TransferClient,
        task_id: uuid.UUID | str | None = None,
        *,
        last_event_id: int | None = None,
        timeout: float | None = None,
    ) -> None:
        super().__init__(task_id, last_event_id, timeout)
        self._client = client

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Message:
        """The next message, as soon as it comes."""
        try:
            step = next(self._plan)
            while not isinstance(step, _MESSAGES):
                try:
                    answer = self._perform(step)
                except GlobusError as error:
                    step = self._plan.throw(error)
                else:
                    step = self._plan.send(answer)
        except BaseException:
            self._hang_up()
            raise
        return self._known(step)

    def close(self) -> None:
        """Listen no longer."""
        self._plan.close()
        self._hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _perform(self, step: Any) -> Any:
        if isinstance(step, Ask):
            return step.performed_by(self._client)
        if isinstance(step, Sleep):
            self._hang_up()
            return time.sleep(step.seconds)
        if not isinstance(step, Open):
            return self._open.read()
        response = self._client.request(
            "GET",
            step.path,
            query_params=step.query_params,
            headers=step.headers,
            stream=True,
        )
        from ...transport._direct import Streamed

        self._open = Streamed(response._raw_response)
        return response.content_type


class AsyncTaskEventStream(_Stream):
    """:class:`TaskEventStream` for ``asyncio``: ``async for message in stream``.

    :param client: the client whose connections and authorization are used.
    :param task_id: the task; None for all tasks of the caller, from now on.
    :param last_event_id: the number of an event: only later ones come.
    :param timeout: seconds after which the iteration ends; None for no limit.
    :raises EventStreamNotOffered: in the first iteration; the service has no streams.
    :raises GlobusAPIError: the service refuses.
    :raises NetworkError: it can't be reached, at the first connection or for minutes.
    """

    def __init__(
        self,
        client: AsyncTransferClient,
        task_id: uuid.UUID | str | None = None,
        *,
        last_event_id: int | None = None,
        timeout: float | None = None,
    ) -> None:
        super().__init__(task_id, last_event_id, timeout)
        self._client = client

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Message:
        """The next message, as soon as it comes."""
        try:
            step = next(self._plan)
            while not isinstance(step, _MESSAGES):
                try:
                    answer = await self._perform(step)
                except GlobusError as error:
                    step = self._plan.throw(error)
                else:
                    step = self._plan.send(answer)
        except StopIteration:
            self._hang_up()
            raise StopAsyncIteration from None
        except BaseException:
            self._hang_up()
            raise
        return self._known(step)

    async def close(self) -> None:
        """Listen no longer."""
        self._plan.close()
        self._hang_up()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _perform(self, step: Any) -> Any:
        if isinstance(step, Ask):
            return await step.performed_by(self._client)
        if isinstance(step, Sleep):
            import asyncio  # which only async programs have loaded

            self._hang_up()
            return await asyncio.sleep(step.seconds)
        if not isinstance(step, Open):
            return await self._open.read()
        response = await self._client._request_stream(
            step.path, query_params=step.query_params, headers=step.headers
        )
        self._open = response._raw_response
        return response.content_type
