"""Following tasks, without input or output: what to ask for, and what the answers mean."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..._core import json
from ..._core.plan import Ask, Sleep
from ...exc import GlobusAPIError, GlobusError, NetworkError
from .tasks import offered_stream

if TYPE_CHECKING:
    from ...documents import StreamedEventDocument, TaskDocument

_ALL_TASKS = "/v0.10/event_stream"
_EVENT_STREAM = "text/event-stream"
_OVER = ": over"
_ENDS = ("SUCCEEDED", "FAILED")
# Of a service that has no such path.
_NOT_THERE = (404, 405, 501)
# Seconds before each new try; after the last, the error is raised.
_WAITS = (1, 2, 4, 8, 16, 30)


class EventStreamNotOffered(GlobusError):
    """The service tells nobody what happens to tasks: it has to be asked (``get_task``)."""


@dataclass(frozen=True)
class StreamedEvent:
    """Something happened to a task.

    :param id: its number, after which one can go on (``last_event_id``).
    :param data: the event, with the task's id.
    """

    id: int
    data: StreamedEventDocument


@dataclass(frozen=True)
class StreamedTask:
    """A task has changed.

    :param data: the task as it is now.
    """

    data: TaskDocument


Message = StreamedEvent | StreamedTask
Following = Generator[Any, Any, None]


class Open:
    """A step: open a stream. The answer is its content type."""

    def __init__(self, path: str, after: int | None, seconds: float | None) -> None:
        self.path = path
        self.headers = {"Accept": _EVENT_STREAM}
        if after is not None:
            self.headers["Last-Event-ID"] = str(after)
        self.query_params: dict[str, Any] | None = None
        if seconds is not None:
            self.query_params = {"timeout": max(seconds, 0.001)}


class Read:
    """A step: what comes next on the stream, nothing at its end."""


def follow(
    task_id: str | None, last_event_id: int | None, seconds_left: Callable[[], float | None]
) -> Following:
    """The plan: yields steps, whose answers it is sent, and messages.

    :param task_id: of the task; None for all tasks of the caller.
    :param last_event_id: the number of the last event that is known already.
    :param seconds_left: how long to go on, None for no limit.
    :raises EventStreamNotOffered: the service has no streams.
    :raises GlobusAPIError: it refuses.
    :raises NetworkError: it can't be reached.
    """
    path = _ALL_TASKS if task_id is None else (yield from _offer(task_id))
    after, opened, failures = last_event_id, False, 0
    while True:
        reader = Reader()
        try:
            _check((yield Open(path, after, seconds_left())))
            opened = True
            while chunk := (yield Read()):
                failures = 0
                for message in reader.feed(chunk):
                    yield message
                    if task_id is not None and _is_end(message):
                        return
                if reader.last_event_id is not None:
                    after = reader.last_event_id
        except (GlobusAPIError, NetworkError) as error:
            if not opened and _is_missing(error):
                raise _not_offered() from error
            if not opened or not _may_pass(error) or failures >= len(_WAITS):
                raise
        left = seconds_left()
        if reader.over or (left is not None and left <= 0):
            return
        wait = _WAITS[min(failures, len(_WAITS) - 1)]
        yield Sleep(wait if left is None else min(wait, left))
        failures += 1


def _offer(task_id: str) -> Generator[Any, Any, str]:
    task = yield from Ask[Mapping[str, Any]]("get_task", task_id)
    path = offered_stream(task)
    if path is None:
        raise _not_offered()
    return path


def _check(content_type: str | None) -> None:
    if not (content_type or "").startswith(_EVENT_STREAM):
        raise _not_offered()


def _not_offered() -> EventStreamNotOffered:
    return EventStreamNotOffered(
        "This service has no event streams. Ask it with get_task, or wait with task_wait."
    )


def _is_missing(error: GlobusError) -> bool:
    return isinstance(error, GlobusAPIError) and error.http_status in _NOT_THERE


def _may_pass(error: GlobusError) -> bool:
    return not isinstance(error, GlobusAPIError) or error.http_status in (429, 500, 502, 503, 504)


def _is_end(message: Message) -> bool:
    return isinstance(message, StreamedTask) and message.data["status"] in _ENDS


class Reader:
    """Finds messages in the bytes of a stream (WHATWG HTML, section 9.2).

    :ivar last_event_id: the last number that came, be it of a message or not.
    :ivar over: whether the service has said that the time is over.
    """

    def __init__(self) -> None:
        self.last_event_id: int | None = None
        self.over = False
        self._rest = b""
        self._fields: dict[str, str] = {}

    def feed(self, chunk: bytes) -> Iterator[Message]:
        """The messages that are complete with some more bytes."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            message = self._line(line.rstrip(b"\r").decode())
            if message is not None:
                yield message

    def _line(self, line: str) -> Message | None:
        if line:
            name, _, value = line.partition(":")
            self.over = self.over or line == _OVER
            if name:  # else it is a comment
                self._fields[name] = value.removeprefix(" ")
            return None
        fields, self._fields = self._fields, {}
        if "id" in fields:
            self.last_event_id = int(fields["id"])
        return _message(fields)


def _message(fields: Mapping[str, str]) -> Message | None:
    """What a message says; None for kinds that are not known yet."""
    kind, data = fields.get("event"), fields.get("data", "")
    if kind == "task_event":
        return StreamedEvent(int(fields["id"]), json.decode(data.encode()))
    return StreamedTask(json.decode(data.encode())) if kind == "task" else None
