"""Requests go where they may, to the address that was checked, and no further."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest

from armillary.core.reach import Reach
from armillary.web.outgoing import Answer, AnswerTooLarge, NotPermitted, Unreachable, request
from tests.armillary.transfer.webhooks.receiver import Receiver, receiving

ONE = Reach.parse("127.0.0.1")


def post(url: str, *, reach: Reach = ONE, most_bytes: int = 0, seconds: float = 10) -> Answer:
    sending = request(
        reach, "POST", url, headers={}, body=b"x", most_bytes=most_bytes, seconds=seconds
    )
    return asyncio.run(sending)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def names() -> Iterator[dict[str, list[list[str]]]]:
    """What names lead to: the addresses at the first look-up, at the second, ..."""
    known: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        for address in known[host].pop(0) if host in known else [host]:
            found.extend(real(address, port, *rest, **options))
        return [found.pop() for _ in list(found)][::-1]

    found: list[Any] = []
    with mock.patch("socket.getaddrinfo", look_up):
        yield known


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://no-such-host.invalid/",
        "ftp://example.org/",
        "//example.org",
        "https://",
        "https://[::1",
        "",
    ],
)
def test_what_leads_nowhere_permitted_is_refused(url: str) -> None:
    with pytest.raises(NotPermitted):
        post(url, reach=Reach())


def test_a_name_is_looked_up_once_and_that_address_used(
    receiver: Receiver, names: dict[str, list[list[str]]]
) -> None:
    # The second look-up would lead to an address that is not allowed.
    names["rebinding.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    with receiving(host="127.0.0.2"):
        assert post(f"http://rebinding.example:{receiver.port}/").status == 204
    assert receiver.next().headers["host"] == f"rebinding.example:{receiver.port}"
    assert names["rebinding.example"] == [["127.0.0.2"]]


@pytest.mark.parametrize("addresses", [["127.0.0.2"], ["127.0.0.1", "127.0.0.2"], ["10.0.0.1"]])
def test_a_name_with_an_address_that_is_not_allowed_is_refused(
    receiver: Receiver, names: dict[str, list[list[str]]], addresses: list[str]
) -> None:
    names["inside.example"] = [addresses]
    with pytest.raises(NotPermitted):
        post(f"http://inside.example:{receiver.port}/")
    assert receiver.messages.empty()


def test_redirects_are_not_followed() -> None:
    with receiving(lambda _: 307) as receiver:
        assert post(receiver.url).status == 307
        receiver.next()
        assert receiver.messages.empty()


@contextmanager
def saying(text: bytes) -> Iterator[str]:
    """A server that says one thing and then nothing more; its URL."""
    asked = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1 << 16)
            connection.sendall(text)
            asked.wait()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            asked.set()
            thread.join()


def test_answers_have_a_limit_of_bytes() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"
    with saying(head + b"eleven byte") as url:
        assert post(url, most_bytes=11) == Answer(200, b"eleven byte")
    with saying(head + b"eleven byte") as url, pytest.raises(AnswerTooLarge):
        post(url, most_bytes=10)
    # What is not wanted is not waited for.
    with saying(head) as url:
        assert post(url) == Answer(200, b"")


@pytest.mark.parametrize(
    "text", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1"]
)
def test_answers_have_a_limit_of_time(text: bytes) -> None:
    with saying(text) as url, pytest.raises(Unreachable):
        post(url, most_bytes=100, seconds=0.2)


def test_https_is_checked() -> None:
    """Nobody answers in another's name."""
    with receiving() as receiver, pytest.raises(Unreachable) as caught:
        post(receiver.url.replace("http:", "https:"))
    assert isinstance(caught.value.__cause__, ssl.SSLError | OSError)


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable):
        post(f"http://127.0.0.1:{port}/")
