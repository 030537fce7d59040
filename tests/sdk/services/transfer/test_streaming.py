"""Streams of events, from a server that says what a test wants and breaks off where it wants."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest import mock

import pytest

from globus_sdk import (
    AccessTokenAuthorizer,
    AsyncTaskEventStream,
    AsyncTransferClient,
    EventStreamNotOffered,
    GlobusAPIError,
    NetworkError,
    StreamedEvent,
    TaskEventStream,
    TransferClient,
)
from globus_sdk.services.transfer import stream_plan
from globus_sdk.services.transfer.stream_plan import Message, Reader, StreamedTask
from globus_sdk.transport import RetryConfig

TASK = "11111111-1111-4111-8111-111111111111"
STREAM = f"/v0.10/task/{TASK}/event_stream"
SECONDS = 10


def event(number: int) -> bytes:
    return b'id: %d\nevent: task_event\ndata: {"code": "E%d"}\n\n' % (number, number)


def task(status: str) -> bytes:
    return b'event: task\ndata: {"status": "%b"}\n\n' % status.encode()


class Break:
    """The connection breaks here."""


Part = bytes | type[Break]


class Service:
    """Answers ``get_task``, and streams with one answer after the other.

    :ivar streams: each the parts of a stream, or the status of an error
    :ivar asked: path and ``Last-Event-ID`` of each request for a stream
    """

    def __init__(self) -> None:
        self.offers: str | None = STREAM
        self.streams: list[list[Part] | int] = []
        self.asked: list[tuple[str, str | None]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                assert self.headers["Authorization"] == "Bearer token"
                if "event_stream" in self.path:
                    service.asked.append((self.path, self.headers["Last-Event-ID"]))
                    service.stream(self, service.streams.pop(0))
                else:
                    service.document(self, 200, {"status": "ACTIVE"})

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def document(self, at: BaseHTTPRequestHandler, status: int, document: Any) -> None:
        body = json.dumps(document).encode()
        at.send_response(status)
        at.send_header("Content-Type", "application/json")
        at.send_header("Content-Length", str(len(body)))
        if self.offers is not None:
            at.send_header("Armillary-Event-Stream", self.offers)
        at.end_headers()
        at.wfile.write(body)

    def stream(self, at: BaseHTTPRequestHandler, parts: list[Part] | int) -> None:
        if isinstance(parts, int):
            self.document(at, parts, {"code": "Code", "message": "no"})
            return
        at.send_response(200)
        at.send_header("Content-Type", "text/event-stream; charset=utf-8")
        at.send_header("Transfer-Encoding", "chunked")
        at.end_headers()
        for part in parts:
            if not isinstance(part, bytes):
                at.close_connection = True
                return
            at.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        at.wfile.write(b"0\r\n\r\n")


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, args=(0.01,))
    thread.start()
    with mock.patch.object(stream_plan, "_WAITS", (0, 0, 0)):
        yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()


Listen = Callable[..., list[Message]]


def listened(service: Service, *arguments: Any, **options: Any) -> list[Message]:
    with (
        TransferClient(
            base_url=service.url,
            authorizer=AccessTokenAuthorizer("token"),
            retry_config=RetryConfig(max_retries=0),
        ) as client,
        TaskEventStream(client, *arguments, **options) as stream,
    ):
        return list(stream)


def listened_async(service: Service, *arguments: Any, **options: Any) -> list[Message]:
    async def scene() -> list[Message]:
        async with (
            AsyncTransferClient(
                base_url=service.url,
                authorizer=AccessTokenAuthorizer("token"),
                retry_config=RetryConfig(max_retries=0),
            ) as client,
            AsyncTaskEventStream(client, *arguments, **options) as stream,
        ):
            return [message async for message in stream]

    return asyncio.run(scene())


@pytest.fixture(params=[listened, listened_async], ids=["sync", "async"])
def listen(request: pytest.FixtureRequest) -> Listen:
    return request.param  # type: ignore[no-any-return]


def told(messages: list[Message]) -> list[str]:
    return [
        message.data["code"] if isinstance(message, StreamedEvent) else message.data["status"]
        for message in messages
    ]


def test_a_task_is_followed_to_its_end(service: Service, listen: Listen) -> None:
    service.streams = [[b":\n\n", event(1), task("ACTIVE"), event(2) + task("SUCCEEDED"), event(3)]]
    assert told(listen(service, TASK)) == ["E1", "ACTIVE", "E2", "SUCCEEDED"]
    assert service.asked == [(STREAM, None)]


def test_who_is_cut_off_goes_on_after_the_last_event(service: Service, listen: Listen) -> None:
    service.streams = [
        [event(1), event(2), b"id: 3\nevent: task_ev", Break],
        [event(3)],
        503,
        [Break],
        [event(4), task("FAILED")],
    ]
    assert told(listen(service, TASK)) == ["E1", "E2", "E3", "E4", "FAILED"]
    assert [after for _, after in service.asked] == [None, "2", "3", "3", "3"]


def test_who_is_cut_off_before_anything_happened_misses_nothing(
    service: Service, listen: Listen
) -> None:
    service.streams = [[b":\n\nid: 0\n\n", Break], [event(1), b": over\n\n"]]
    assert told(listen(service, timeout=9)) == ["E1"]
    assert [after for _, after in service.asked] == [None, "0"]


def test_streams_that_end_at_once_are_opened_again(service: Service, listen: Listen) -> None:
    service.streams = [[], [], [], [], [], [event(1), b": over\n\n"]]
    assert told(listen(service, timeout=9)) == ["E1"]


def test_one_begins_after_an_event(service: Service, listen: Listen) -> None:
    service.streams = [[event(8)], [b": over\n\n"]]
    assert told(listen(service, last_event_id=7, timeout=9)) == ["E8"]
    (first, after), (_, then) = service.asked
    assert first.startswith("/v0.10/event_stream?timeout=8.9")
    assert (after, then) == ("7", "8")


def test_it_ends_when_the_time_is_over(service: Service, listen: Listen) -> None:
    service.streams = [[b":\n\n", event(1), b": over\n\n"]]
    assert told(listen(service, TASK, timeout=5)) == ["E1"]
    service.streams = [[event(1)]]
    assert told(listen(service, TASK, timeout=0)) == ["E1"]


@pytest.mark.parametrize("offer", [None, "https://evil.example/v0.10/", "//evil.example/v0.10/"])
def test_a_service_without_streams_is_told_from_others(
    service: Service, listen: Listen, offer: str | None
) -> None:
    service.offers = offer
    with pytest.raises(EventStreamNotOffered, match="get_task"):
        listen(service, TASK)
    assert service.asked == []


@pytest.mark.parametrize("status", [404, 405, 501])
def test_so_is_one_without_a_stream_of_all_tasks(
    service: Service, listen: Listen, status: int
) -> None:
    service.streams = [status]
    with pytest.raises(EventStreamNotOffered):
        listen(service)


@pytest.mark.parametrize("streams", [[401], [429], [503], [[event(1)], 401], [[event(1)], 404]])
def test_a_refusal_is_an_error(
    service: Service, listen: Listen, streams: list[list[Part] | int]
) -> None:
    service.streams = list(streams)
    with pytest.raises(GlobusAPIError) as caught:
        listen(service)
    assert caught.value.http_status == streams[-1]
    assert service.streams == []


def test_nobody_tries_for_ever(service: Service, listen: Listen) -> None:
    service.streams = [[event(1)], [Break], 503, [Break]]
    with pytest.raises(NetworkError):
        listen(service, TASK)
    assert service.streams == []


def test_nobody_is_there(service: Service, listen: Listen) -> None:
    service.url = "http://127.0.0.1:1"
    with pytest.raises(NetworkError):
        listen(service)


def test_the_number_of_the_last_event_is_known(service: Service) -> None:
    service.streams = [[event(5), event(6)]]
    with TransferClient(base_url=service.url, authorizer=AccessTokenAuthorizer("token")) as client:
        stream = TaskEventStream(client)
        known = [stream.last_event_id]
        assert told([next(stream)]) == ["E5"]
        known.append(stream.last_event_id)
        assert known == [None, 5]
        stream.close()
        assert list(stream) == []


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_messages_are_found_however_they_are_cut(size: int) -> None:
    text = b":\n\n" + event(1) + b"retry: 5\n\n" + event(2).replace(b"\n", b"\r\n") + task("ACTIVE")
    reader = Reader()
    found = [m for at in range(0, len(text), size) for m in reader.feed(text[at : at + size])]
    assert told(found) == ["E1", "E2", "ACTIVE"]
    assert isinstance(found[-1], StreamedTask)
