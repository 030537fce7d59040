"""How the endpoints that every call of every app leads to are run: plain, and without a thread.

FastAPI's dependencies and the way to a thread and back cost several times what these endpoints
do themselves. On SQLite that is a few short statements, so they run in the event loop; when
another writer holds the lock, and on PostgreSQL, a thread does the waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from armillary.auth.grants.request import Answer
from armillary.auth.parts import Parameters, Parts, form_of
from armillary.auth.tokens.together import Together
from armillary.db.engine import Busy
from armillary.web.requests import KnownRoute

# From the Authorization header and the form to the answer's document.
Endpoint = Callable[[Parts, str | None, Parameters], Answer]


def form_routes(
    parts: Parts,
    endpoints: Mapping[str, Endpoint],
    *,
    writes: Container[str],
    is_slow: Callable[[Parameters], bool],
) -> list[Route]:
    """A route for each endpoint, by path.

    :param writes: the paths whose answers wait for a commit
    :param is_slow: whether a request computes or waits for so long that it belongs in a thread
    """
    unwaiting = parts.unwaiting()
    together = Together(unwaiting.database) if unwaiting else None

    def route(path: str, endpoint: Endpoint) -> Route:
        async def answer(request: Request) -> Response:
            form = await form_of(request)
            authorization = request.headers.get("authorization")
            if unwaiting is not None and together is not None and not is_slow(form):
                call = partial(endpoint, unwaiting, authorization, form)
                try:
                    return _json(await together.run(call) if path in writes else call())
                except Busy:
                    pass  # Nothing was written yet.
            return _json(await run_in_threadpool(endpoint, parts, authorization, form))

        return KnownRoute(path, answer, methods=["POST"])

    return [route(path, endpoint) for path, endpoint in endpoints.items()]


def _json(document: Answer) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")
