"""What nobody foresaw is logged, and answered with all that other answers have."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary.web.security import SecurityHeaders
from armillary.web.unexpected import Unexpected


async def fails(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("the password is 123")


async def fails_half_way(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError("the password is 123")


def sorry(_: Request) -> Response:
    return PlainTextResponse("sorry", 500)


def answer(app: ASGIApp) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        await SecurityHeaders(Unexpected(app, answer=sorry), secure=False)(scope, receive, send)

    asyncio.run(run())
    return sent


def test_the_answer_has_every_header_and_no_reason(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        start, body = answer(fails)
    assert (start["status"], body["body"]) == (500, b"sorry")
    assert b"content-security-policy" in dict(start["headers"])
    assert "the password is 123" in caplog.text


def test_half_an_answer_is_not_completed() -> None:
    with pytest.raises(RuntimeError):
        answer(fails_half_way)
