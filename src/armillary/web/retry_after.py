"""Telling those who came too often when to come again."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RetryAfter:
    """Middleware: adds ``Retry-After`` to answers 429 (RFC 6585 section 4), pages and documents.

    :param seconds: how long at most until an attempt counts again
    """

    def __init__(self, app: ASGIApp, *, seconds: int) -> None:
        self.app = app
        self._header = (b"retry-after", str(seconds).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_header(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 429:
                message["headers"].append(self._header)
            await send(message)

        await self.app(scope, receive, send_with_header)
