"""Load on one HTTP address: the same request again and again on kept connections."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from dataclasses import dataclass
from statistics import quantiles
from typing import cast
from urllib.parse import urlencode

import uvloop


class WrongAnswer(Exception):
    """A server answered something else than 200 with the expected words."""


@dataclass(frozen=True)
class Request:
    """A POST of a form with Basic credentials.

    :param expected: bytes that every right answer holds
    """

    port: int
    path: str
    form: dict[str, str]
    credentials: tuple[str, str] | None
    expected: bytes

    def encoded(self) -> bytes:
        """The request as it goes over the wire."""
        body = urlencode(self.form).encode()
        head = [
            f"POST {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        if self.credentials:
            basic = b64encode(":".join(self.credentials).encode()).decode()
            head.append(f"Authorization: Basic {basic}")
        return "\r\n".join([*head, "", ""]).encode() + body


@dataclass(frozen=True)
class Load:
    """What one run gave: answers a second, and milliseconds to an answer."""

    rate: float
    p50: float
    p99: float


def load(request: Request, *, concurrency: int, seconds: float) -> Load:
    """Keep that many requests in flight for so long.

    :raises WrongAnswer: an answer was not the expected one
    """
    return uvloop.run(_load(request, concurrency, seconds))


async def _load(request: Request, concurrency: int, seconds: float) -> Load:
    begin = time.perf_counter()
    connections = [_Connection(request, begin + seconds) for _ in range(concurrency)]
    loop = asyncio.get_running_loop()
    for connection in connections:
        await loop.create_connection(lambda c=connection: c, "127.0.0.1", request.port)  # type: ignore[misc]
    latencies = [taken for c in connections for taken in await c.finished]
    cuts = quantiles(latencies, n=100)
    return Load(len(latencies) / (time.perf_counter() - begin), cuts[49] * 1e3, cuts[98] * 1e3)


class _Connection(asyncio.Protocol):
    """Sends the next request when the answer to the last has come, until the deadline."""

    def __init__(self, request: Request, deadline: float) -> None:
        self._data = request.encoded()
        self._expected = request.expected
        self._deadline = deadline
        self._latencies: list[float] = []
        self._received = b""
        self.finished: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not asyncio's by class.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._data)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(b"\r\n\r\n")
        if not separator or len(body) < _length(head):
            return
        self._check(head, body)
        self._received = b""
        now = time.perf_counter()
        self._latencies.append(now - self._sent)
        if now < self._deadline:
            self._send()
        else:
            self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.finished.done():
            self.finished.set_exception(exc or WrongAnswer("the server hung up"))

    def _check(self, head: bytes, body: bytes) -> None:
        wrong = not head.startswith(b"HTTP/1.1 200") or self._expected not in body
        if wrong and not self.finished.done():
            self.finished.set_exception(WrongAnswer((head + body).decode()))

    def _end(self) -> None:
        if not self.finished.done():
            self.finished.set_result(self._latencies)
        self._transport.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise WrongAnswer(f"an answer without length: {head!r}")
