"""Errors that nobody foresaw."""

from __future__ import annotations

import logging
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)


class Unexpected:
    """Middleware: logs an error that nobody foresaw, and answers as the service does with others.

    The framework's own handler of such errors stands outside of all middleware, so its answers
    would lack what other middleware adds: security headers above all.

    :param answer: makes the answer, with status 500; it must not tell what went wrong
    """

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request], Response]) -> None:
        self.app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception as error:
            if started:
                raise  # the server cuts the connection, so that nobody takes half for the whole
            _log.error("unexpected error", exc_info=error)
            await self._answer(Request(scope, receive))(scope, receive, send)
