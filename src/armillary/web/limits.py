"""A limit on the size of request bodies."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyTooLarge(Exception):
    """More bytes came than the limit allows."""


class BodyLimit:
    """Middleware: answers 413 to bodies above a limit, whether or not they announce their size.

    :param limit: bytes
    """

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self.app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the body's bytes while the application reads them."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = 0
        started = False

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise BodyTooLarge
            return message

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive_counted, send_noted)
        except BodyTooLarge:
            if started:
                raise
            await _too_large(self._limit)(scope, receive, send)


def _too_large(limit: int) -> JSONResponse:
    message = f"The request's body is larger than {limit} bytes."
    error = {"status": "413", "code": "PAYLOAD_TOO_LARGE", "title": "Payload Too Large"}
    return JSONResponse({"errors": [{**error, "detail": message}]}, status_code=413)
