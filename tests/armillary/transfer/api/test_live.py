"""Streams of what happens to tasks: complete, in order, and for those whom it concerns."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import requests
import responses
from sqlalchemy import select

from armillary.transfer.api import live
from armillary.transfer.events import add_event
from armillary.transfer.live import stream
from armillary.transfer.model import Event
from globus_sdk import (
    AccessTokenAuthorizer,
    AsyncTaskEventStream,
    AsyncTransferClient,
    StreamedEvent,
    StreamedTask,
    TaskEventStream,
    TransferClient,
)
from tests.armillary.auth.conftest import Stage, new_stage
from tests.armillary.transfer.api.test_tasks import call, submission, submit
from tests.armillary.transfer.conftest import Person, TransferService

SECONDS = 10


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A server for each test: when it ends, nothing looks into the database any more."""
    with new_stage() as stage:
        yield stage


@pytest.fixture
def ann(service: TransferService) -> Person:
    return service.person("ann@example.org")


@pytest.fixture
def task(service: TransferService, ann: Person) -> str:
    return str(submit(service, ann, submission(service, ann))["task_id"])


class Stream:
    """An open stream; its messages one by one."""

    def __init__(self, response: requests.Response) -> None:
        self.response = response
        self.lines = response.iter_lines(chunk_size=1, decode_unicode=True)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        message: dict[str, Any] = {}
        for line in self.lines:
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                message[name] = value
            else:
                if "data" in message:
                    yield {**message, "data": json.loads(message["data"])}
                message = {}


@contextlib.contextmanager
def opened(service: TransferService, person: Person, path: str, **options: Any) -> Iterator[Stream]:
    headers = {**person.headers, **options.pop("headers", {})}
    url = f"/v0.10{path}"
    options = {"stream": True, "timeout": SECONDS, **options}
    # A connection of its own: the session's are for what the test does meanwhile.
    with requests.Session() as session:
        base = service.client.address(url)
        with session.get(base, headers=headers, **options) as response:
            assert response.status_code == 200, response.text
            assert response.headers["content-type"].startswith("text/event-stream")
            found = Stream(response)
            assert next(found.lines) == ":"
            yield found


def happens(service: TransferService, task: str, code: str) -> None:
    with service.database.write() as session:
        add_event(session, task, code, description=code.lower())


def codes(messages: list[dict[str, Any]]) -> list[str]:
    return [m["data"].get("code") or m["data"]["status"] for m in messages]


def test_a_task_is_followed_to_its_end(service: TransferService, ann: Person, task: str) -> None:
    happens(service, task, "STARTED")
    with opened(service, ann, f"/task/{task}/event_stream") as found:
        messages = iter(found)
        first, now = next(messages), next(messages)
        assert (first["event"], first["data"]["code"]) == ("task_event", "STARTED")
        assert first["data"]["task_id"] == task
        assert (now["event"], now["data"]["status"]) == ("task", "ACTIVE")
        happens(service, task, "PROGRESS")
        assert next(messages)["data"]["code"] == "PROGRESS"
        call(service, ann, "PUT", f"/task/{task}", json={"label": "new"})
        assert next(messages)["data"]["label"] == "new"
        call(service, ann, "POST", f"/task/{task}/cancel")
        assert codes(list(messages)) == ["CANCELED", "FAILED"]


def test_what_one_has_seen_does_not_come_again(
    service: TransferService, ann: Person, task: str
) -> None:
    for code in ("A", "B", "C"):
        happens(service, task, code)
    call(service, ann, "POST", f"/task/{task}/cancel")
    path = f"/task/{task}/event_stream"
    with opened(service, ann, path) as found:
        messages = list(found)
    assert codes(messages) == ["A", "B", "C", "CANCELED", "FAILED"]
    seen = messages[1]["id"]
    for after in ({"headers": {"Last-Event-ID": seen}}, {"params": {"last_event_id": seen}}):
        with opened(service, ann, path, **after) as found:
            assert codes(list(found)) == ["C", "CANCELED", "FAILED"]


def test_all_tasks_of_a_person_are_followed_in_one(
    service: TransferService, ann: Person, task: str
) -> None:
    ben = service.person("ben@example.org")
    happens(service, task, "EARLIER")
    with opened(service, ann, "/event_stream") as found:
        messages = iter(found)
        theirs = submit(service, ben, submission(service, ben))["task_id"]
        happens(service, theirs, "NOT_YOURS")
        happens(service, task, "YOURS")
        first = next(messages)
        assert first["data"]["code"] == "YOURS"
        another = submit(service, ann, submission(service, ann))["task_id"]
        happens(service, another, "NEW")
        assert next(messages)["data"]["code"] == "NEW"
    with opened(service, ann, "/event_stream", headers={"Last-Event-ID": first["id"]}) as found:
        assert next(iter(found))["data"]["code"] == "NEW"


def test_who_is_cut_off_before_anything_happened_misses_nothing(
    service: TransferService, ann: Person, task: str
) -> None:
    happens(service, task, "EARLIER")
    with opened(service, ann, "/event_stream") as found:
        name, _, number = next(line for line in found.lines if line).partition(": ")
    assert name == "id"
    happens(service, task, "MEANWHILE")
    with opened(service, ann, "/event_stream", headers={"Last-Event-ID": number}) as found:
        assert next(iter(found))["data"]["code"] == "MEANWHILE"


def test_others_hear_nothing(service: TransferService, ann: Person, task: str) -> None:
    eve = service.person("eve@example.org")
    path = f"/v0.10/task/{task}/event_stream"
    refused = service.client.get(path, headers=eve.headers)
    assert (refused.status_code, refused.json()["code"]) == (404, "TaskNotFound")
    for each in (path, "/v0.10/event_stream"):
        assert service.client.get(each).status_code == 401
        wrong = service.client.get(each, headers={**ann.headers, "Last-Event-ID": "x"})
        assert wrong.status_code == 400


def test_a_revoked_token_ends_the_stream(service: TransferService, ann: Person, task: str) -> None:
    with (
        mock.patch.object(stream, "_CHECK_SECONDS", 0.1),
        opened(service, ann, f"/task/{task}/event_stream") as found,
    ):
        messages = iter(found)
        assert next(messages)["data"]["status"] == "ACTIVE"
        del service.callers[ann.id]
        assert list(messages) == []


def test_it_ends_when_the_time_is_over_and_speaks_until_then(
    service: TransferService, ann: Person, task: str
) -> None:
    with (
        mock.patch.object(stream, "_CHECK_SECONDS", 0.1),
        mock.patch.object(stream, "_QUIET_SECONDS", 0.2),
        opened(service, ann, f"/task/{task}/event_stream", params={"timeout": 1}) as found,
    ):
        lines = [line for line in found.lines if line]
    assert lines[0] == "event: task"
    assert ":" in lines
    assert lines[-1] == ": over"


def test_who_waits_hears_of_the_end_alone(service: TransferService, ann: Person, task: str) -> None:
    path = f"/task/{task}/event_stream"
    with opened(service, ann, path, params={"only": "end", "timeout": 0.5}) as found:
        assert list(found) == []
    with opened(service, ann, path, params={"only": "end"}) as found:
        happens(service, task, "PROGRESS")
        call(service, ann, "POST", f"/task/{task}/cancel")
        assert codes(list(found)) == ["FAILED"]
    with opened(service, ann, path, params={"only": "end"}) as found:
        assert codes(list(found)) == ["FAILED"]


def test_nobody_opens_streams_without_end(service: TransferService, ann: Person, task: str) -> None:
    path = f"/task/{task}/event_stream"
    with (
        mock.patch.object(live, "_MAX_STREAMS", 1),
        opened(service, ann, path) as found,
    ):
        next(iter(found))
        refused = service.client.get(f"/v0.10{path}", headers=ann.headers)
        assert (refused.status_code, refused.json()["code"]) == (429, "TooManyStreams")


def test_many_listen_at_once(service: TransferService, ann: Person, task: str) -> None:
    heard: list[list[str]] = []
    begun = threading.Barrier(11)

    def listen() -> None:
        with opened(service, ann, f"/task/{task}/event_stream") as found:
            messages = iter(found)
            next(messages)
            begun.wait(SECONDS)
            heard.append(codes(list(messages)))

    threads = [threading.Thread(target=listen) for _ in range(10)]
    for thread in threads:
        thread.start()
    begun.wait(SECONDS)
    happens(service, task, "PROGRESS")
    call(service, ann, "POST", f"/task/{task}/cancel")
    for thread in threads:
        thread.join(SECONDS)
    assert heard == [["PROGRESS", "CANCELED", "FAILED"]] * 10


def test_a_task_tells_that_it_can_be_followed(
    service: TransferService, ann: Person, task: str
) -> None:
    answer = service.client.get(f"/v0.10/task/{task}", headers=ann.headers)
    assert answer.headers["Armillary-Event-Stream"] == f"/v0.10/task/{task}/event_stream"


def test_our_clients_listen_instead_of_asking_again(
    service: TransferService, ann: Person, task: str
) -> None:
    ends = threading.Timer(0.5, lambda: call(service, ann, "POST", f"/task/{task}/cancel"))
    with TransferClient(
        base_url=service.client.address("/"), authorizer=AccessTokenAuthorizer(ann.id)
    ) as client:
        assert client.task_wait(task, timeout=1, polling_interval=1) is False
        with mock.patch.object(TransferClient, "get", side_effect=client.get) as get:
            ends.start()
            # Asking again would be too late.
            assert client.task_wait(task, timeout=SECONDS, polling_interval=SECONDS) is True
        assert [str(c.args[0]).rpartition("/")[2] for c in get.call_args_list] == [
            task,
            "event_stream",
        ]


def test_our_async_clients_listen_too(service: TransferService, ann: Person, task: str) -> None:
    async def scene() -> bool:
        async with AsyncTransferClient(
            base_url=service.client.address("/"), authorizer=AccessTokenAuthorizer(ann.id)
        ) as client:
            waiting = asyncio.ensure_future(
                client.task_wait(task, timeout=SECONDS, polling_interval=SECONDS)
            )
            await asyncio.sleep(0)
            await client.cancel_task(task)
            return await waiting

    assert asyncio.run(scene()) is True


def test_our_clients_hear_all_of_a_task(service: TransferService, ann: Person, task: str) -> None:
    with (
        TransferClient(
            base_url=service.client.address("/"), authorizer=AccessTokenAuthorizer(ann.id)
        ) as client,
        TaskEventStream(client, task) as found,
    ):
        assert isinstance(first := next(found), StreamedTask)
        assert first.data["status"] == "ACTIVE"
        happens(service, task, "PROGRESS")
        second = next(found)
        assert isinstance(second, StreamedEvent)
        assert (second.data["code"], second.data["task_id"]) == ("PROGRESS", task)
        client.cancel_task(task)  # the connection is not the stream's
        assert [told(m) for m in found] == ["CANCELED", "FAILED"]


def test_our_async_clients_hear_of_all_tasks(
    service: TransferService, ann: Person, task: str
) -> None:
    happens(service, task, "FIRST")
    with service.database.read() as session:
        (number,) = session.scalars(select(Event.id))

    async def scene() -> list[str]:
        async with (
            AsyncTransferClient(
                base_url=service.client.address("/"), authorizer=AccessTokenAuthorizer(ann.id)
            ) as client,
            AsyncTaskEventStream(client, last_event_id=number - 1) as found,
        ):
            heard = [told(await anext(found))]
            await client.cancel_task(task)
            return [*heard, told(await anext(found)), told(await anext(found))]

    assert asyncio.run(scene()) == ["FIRST", "CANCELED", "FAILED"]


def told(message: StreamedEvent | StreamedTask) -> str:
    if isinstance(message, StreamedEvent):
        return message.data["code"]
    return message.data["status"]


@responses.activate
@pytest.mark.parametrize(
    ("offer", "asked"),
    [
        ("/v0.10/task/t/event_stream", True),
        ("https://evil.example/v0.10/task/t/event_stream", False),
        ("//evil.example/v0.10/", False),
    ],
)
def test_a_token_goes_nowhere_else_and_trouble_leads_back_to_asking(
    offer: str, asked: bool
) -> None:
    base = "https://transfer.example"
    answers = [{"status": "ACTIVE"}, {"status": "SUCCEEDED"}]
    for answer in answers:
        responses.get(
            f"{base}/v0.10/task/t", json=answer, headers={"Armillary-Event-Stream": offer}
        )
    responses.get(f"{base}/v0.10/task/t/event_stream", status=404, json={"code": "NotFound"})
    with TransferClient(base_url=base, authorizer=AccessTokenAuthorizer("x")) as client:
        assert client.task_wait("t", timeout=2, polling_interval=1) is True
    hosts = {str(c.request.url).split("/")[2] for c in responses.calls}
    assert hosts == {"transfer.example"}
    assert any("event_stream" in str(c.request.url) for c in responses.calls) is asked
