"""Requests as an operator sees them: each has an id, and is counted and timed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from contextvars import Context, ContextVar

from starlette.routing import Match, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary.core.ids import new_id

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HEADER = b"x-request-id"
_OTHER = "other"

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

# Method, route, status and seconds of a request that was answered.
Observer = Callable[[str, str, int, float], None]


def request_id(context: Context | None = None) -> str | None:
    """The id of the request that is being answered.

    :param context: of another request
    """
    return _request_id.get() if context is None else context.get(_request_id)


class KnownRoute(Route):
    """A plain route in an application of FastAPI, which tells its own routes only."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child_scope = super().matches(scope)
        return match, {**child_scope, "route": self} if child_scope else child_scope


class ObservedRequests:
    """Middleware: gives each request its id, and tells an observer how it went.

    An id that a proxy in front has given already is kept, so that both logs agree.
    """

    def __init__(self, app: ASGIApp, *, observer: Observer) -> None:
        self.app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = _given(scope["headers"]) or new_id()
        # Never reset: the server logs in this context what we raise, and each request has its own.
        _request_id.set(known)
        status = 500  # what the server answers when the application raises

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (_HEADER, known.encode())]
            await send(message)

        began = time.perf_counter()
        try:
            await self.app(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - began
            self._observer(scope["method"], _route(scope), status, seconds)


def _given(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The id that a proxy gave, if it can be one. Every request comes by here, so it is quick."""
    for name, value in headers:
        if name == _HEADER and _ID.fullmatch(value):
            return value.decode()
    return None


def _route(scope: Scope) -> str:
    """The pattern of the route that answered: addresses themselves are without number."""
    route, above = scope.get("route"), scope.get("root_path", "")
    if isinstance(route, Mount):
        return f"{above}/*"  # nothing below it answered, or it has no routes
    path = getattr(route, "path", None)
    return _OTHER if path is None else f"{above}{path}"
