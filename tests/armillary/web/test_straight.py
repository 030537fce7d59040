"""The short way answers as the long one does; both driven through ASGI directly."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from unittest import mock

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message

from armillary.web.straight import Handler, Straight


class Refused(LookupError):
    """Something a handler knows by its base."""


async def echo(request: Request) -> Response:
    body = (await request.body()).decode()
    if body == "refuse":
        raise Refused
    return PlainTextResponse(f"{request.method} {request.url.path} {body}")


async def refused(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{type(error).__name__} {request.url.path}", 400)


HANDLERS: Mapping[type[Exception], Handler] = {LookupError: refused}


def app(*, straight: bool) -> ASGIApp:
    routes = [Route("/echo", echo, methods=["POST"]), Route("/other", echo)]
    short = [Middleware(Straight, routes=routes[:1], handlers=HANDLERS)] if straight else []
    inner = Starlette(routes=routes, middleware=short, exception_handlers=HANDLERS)
    return Starlette(routes=[Mount("/at", inner)])


def answer(application: ASGIApp, method: str, path: str, body: str) -> tuple[Any, ...]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}

    async def run() -> None:
        await application(scope, receive, send)

    asyncio.run(run())
    return sent[0]["status"], sent[0]["headers"], sent[1]["body"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/at/echo", "x", 200),
        ("POST", "/at/echo", "refuse", 400),
        ("POST", "/at/echo/", "x", 307),
        ("POST", "/echo", "x", 404),
        ("POST", "/at/at/echo", "x", 404),
        ("GET", "/at/echo", "", 405),
        ("HEAD", "/at/echo", "", 405),
        ("GET", "/at/other", "", 200),
    ],
)
def test_same_answers(method: str, path: str, body: str, status: int) -> None:
    short, long = (answer(app(straight=way), method, path, body) for way in (True, False))
    assert short == long
    assert short[0] == status


def test_it_is_the_short_way() -> None:
    with mock.patch.object(Route, "handle", side_effect=AssertionError("the long way")):
        assert answer(app(straight=True), "POST", "/at/echo", "x")[0] == 200
