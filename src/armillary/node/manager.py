"""The public part of the node's manager, as Globus Connect Server shows it (``/api``).

Source of the shapes: https://docs.globus.org/globus-connect-server/v5/api/ (``info#1.0.0`` in a
``result#1.0.0``). Whatever else that API has answers 501 in the same envelope.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from armillary import __version__


def application(endpoint_id: str) -> web.Application:
    """The public API, to be mounted at ``/api``.

    :param endpoint_id: also its ``client_id``: who manages the endpoint's collections asks for
        tokens of that resource server
    """
    app = web.Application()

    async def info(request: web.Request) -> web.Response:
        return _result(
            200, "success", "The endpoint's public facts.", [_info(request, endpoint_id)]
        )

    app.router.add_get("/info", info)
    app.router.add_route("*", "/{rest:.*}", _not_implemented)
    return app


def _info(request: web.Request, endpoint_id: str) -> dict[str, Any]:
    return {
        "DATA_TYPE": "info#1.0.0",
        "api_version": "1.0.0",
        "client_id": endpoint_id,
        "domain_name": request.url.host,
        "endpoint_id": endpoint_id,
        "manager_version": __version__,
    }


async def _not_implemented(request: web.Request) -> web.Response:
    message = f"{request.method} {request.path} is not built yet."
    return _result(501, "not_implemented", message, [])


def _result(status: int, code: str, message: str, data: list[dict[str, Any]]) -> web.Response:
    document = {
        "DATA_TYPE": "result#1.0.0",
        "code": code,
        "detail": code,
        "http_response_code": status,
        "message": message,
        "data": data,
        "has_next_page": False,
        "marker": "",
    }
    return web.json_response(document, status=status)
