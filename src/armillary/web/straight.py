"""The short way to the routes that every call of every app leads to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

Handler = Callable[[Request, Exception], Awaitable[Response]]


class Straight:
    """Middleware: hands requests of some routes to their endpoints itself.

    The way through a router costs as much as these endpoints do. The routes stay in the
    application, for its description and for requests with another method.

    :param routes: with a literal path, and an async function of the request as endpoint
    :param handlers: what answers the errors that the endpoints raise, by type
    """

    def __init__(
        self, app: ASGIApp, *, routes: Sequence[Route], handlers: Mapping[type[Exception], Handler]
    ) -> None:
        self.app = app
        self._routes = {
            (method, route.path): route for route in routes for method in route.methods or ()
        }
        self._handlers = handlers
        self._known = tuple(handlers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or pass it on."""
        route = self._route(scope)
        if route is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = route  # metrics count by it
        request = Request(scope, receive)
        try:
            response = await route.endpoint(request)
        except self._known as error:
            response = await self._handler(error)(request, error)
        await response(scope, receive, send)

    def _route(self, scope: Scope) -> Route | None:
        if scope["type"] != "http":
            return None
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return self._routes.get((scope["method"], path))

    def _handler(self, error: Exception) -> Handler:
        return next(self._handlers[kind] for kind in type(error).__mro__ if kind in self._handlers)
