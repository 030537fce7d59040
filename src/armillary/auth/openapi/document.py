"""Putting the document together: from the routes, the OAuth endpoints in words, and the links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from armillary.auth.openapi.links import add_links
from armillary.auth.openapi.oauth import OAUTH

Schema = dict[str, Any]

_BEARER: Schema = {"token": []}
_CLIENT: Schema = {"client": []}
_OPEN = ("/.well-known/", "/jwk.json")
# The endpoints that name a public client in the form need no header.
_FORM_IS_ENOUGH = ("/v2/oauth2/token", "/v2/oauth2/token/validate", "/v2/oauth2/token/revoke")
_SCHEMES: Schema = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An access token for auth.globus.org.",
    },
    "client": {
        "type": "http",
        "scheme": "basic",
        "description": "A client's id and secret.",
    },
}
_ERROR: Schema = {
    "type": "object",
    "properties": {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    key: {"type": "string"} for key in ("status", "code", "title", "detail", "id")
                },
                "required": ["status", "code", "title", "detail"],
            },
        },
        "error": {"type": "string"},
        "error_description": {"type": "string"},
    },
    "required": ["errors"],
}
_REASONS = {
    "400": "The request makes no sense; the document says what to change.",
    "401": "There are no credentials, or they are not valid.",
    "403": "The credentials do not allow it.",
    "404": "There is no such thing, or not for the caller.",
    "409": "It contradicts what exists.",
    "413": "The body is too large.",
}


def operation_id(route: APIRoute) -> str:
    """The name of a call in the document: the function's, which no other of the API has."""
    if route.path_format.startswith("/v2/api/"):
        return route.name
    path = route.path_format.strip("/").replace("/", "_").replace(".", "_").replace("-", "_")
    return f"{min(route.methods or ()).lower()}_{path}"


def openapi_document(app: FastAPI, url: str) -> Schema:
    """The document (OpenAPI 3.1).

    :param url: root URL of Auth
    """
    document = get_openapi(
        title="Armillary Auth",
        version="2",
        summary="Authorization server: OAuth 2, OpenID Connect, projects, apps, scopes, policies",
        servers=[{"url": url}],
        routes=app.routes,
    )
    # A copy, because what is added below must not end up in the table.
    document["paths"] |= {
        path: {method: {**operation} for method, operation in operations.items()}
        for path, operations in OAUTH.items()
    }
    components = document["components"]
    for name in ("HTTPValidationError", "ValidationError"):
        del components["schemas"][name]
    components["schemas"]["Error"] = _ERROR
    components["securitySchemes"] = _SCHEMES
    for path, method, operation in operations_of(document):
        operation["security"] = _security(path, method)
        operation["responses"] = _answers(path, method, operation["responses"])
    add_links(document["paths"])
    return document


def operations_of(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Path, method and description of each call."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield path, method, operation


def _security(path: str, method: str) -> list[Schema]:
    if path.startswith(_OPEN):
        return []
    if path.startswith("/v2/oauth2/token"):
        return [_CLIENT, {}] if path in _FORM_IS_ENOUGH else [_CLIENT]
    # Apps make themselves a client from a template before they have anything to show.
    anybody: list[Schema] = [{}] if (method, path) == ("post", "/v2/api/clients") else []
    return [_BEARER, _CLIENT, *anybody]


def _answers(path: str, method: str, known: Schema) -> Schema:
    good = {status: answer for status, answer in known.items() if status != "422"}
    return {**good, **{status: _error(status) for status in _statuses(path, method)}}


def _statuses(path: str, method: str) -> list[str]:
    if path.startswith(_OPEN):
        return []
    statuses = ["400", "401", "403"]
    if "{" in path or path.startswith("/v2/api/clients"):
        statuses.append("404")
    if path == "/v2/api/policies" and method == "post":
        statuses.append("404")  # the project
    if path.startswith("/v2/api/") and method != "get":
        statuses.append("409")
    return statuses if method in ("get", "delete") else [*statuses, "413"]


def _error(status: str) -> Schema:
    schema = {"$ref": "#/components/schemas/Error"}
    return {"description": _REASONS[status], "content": {"application/json": {"schema": schema}}}
