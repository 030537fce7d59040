"""The limit on request bodies, driven through ASGI directly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from armillary.web.limits import BodyLimit


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    response: Response = PlainTextResponse(str(len(body)))
    await response(scope, receive, send)


def _status(chunks: Iterable[bytes], *, limit: int) -> int:
    waiting = [{"type": "http.request", "body": c, "more_body": True} for c in chunks]
    waiting[-1]["more_body"] = False
    sent: list[Message] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    asyncio.run(BodyLimit(_echo, limit=limit)(scope, receive, send))
    status: int = sent[0]["status"]
    return status


@pytest.mark.parametrize(
    ("chunks", "status"),
    [
        ([b""], 200),
        ([b"x" * 10], 200),
        ([b"x" * 5, b"x" * 5], 200),
        ([b"x" * 11], 413),
        ([b"x" * 5, b"x" * 6], 413),
        ([b"x"] * 11, 413),
    ],
)
def test_bodies_above_the_limit_are_refused(chunks: list[bytes], status: int) -> None:
    assert _status(chunks, limit=10) == status
