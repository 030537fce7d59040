"""The OAuth endpoints in words: they are plain routes, of which FastAPI knows no bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.auth.clients.types import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    DEPENDENT_TOKEN,
    REFRESH_TOKEN,
)

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TOKEN: Schema = {"token": _TEXT, "client_id": _TEXT}
_STATE: Schema = {
    "type": "object",
    "properties": {"active": {"type": "boolean"}},
    "required": ["active"],
}
_TOKENS: Schema = {
    "type": "object",
    "properties": {
        "access_token": _TEXT,
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer"},
        "scope": _TEXT,
        "resource_server": _TEXT,
        "refresh_token": _TEXT,
        "id_token": _TEXT,
        "state": _TEXT,
        "other_tokens": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["access_token", "token_type", "expires_in", "scope", "resource_server"],
}


def _form(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _grant(name: str, properties: Schema, *required: str) -> Schema:
    fixed = {"grant_type": {"const": name}, "client_id": _TEXT}
    return _form({**fixed, **properties}, "grant_type", *required)


_GRANTS: list[Schema] = [
    _grant(
        AUTHORIZATION_CODE,
        {"code": _TEXT, "redirect_uri": _TEXT, "code_verifier": _TEXT},
        "code",
        "redirect_uri",
    ),
    _grant(REFRESH_TOKEN, {"refresh_token": _TEXT, "scope": _TEXT}, "refresh_token"),
    _grant(CLIENT_CREDENTIALS, {"scope": _TEXT}, "scope"),
    _grant(
        DEPENDENT_TOKEN,
        {"token": _TEXT, "scope": _TEXT, "access_type": {"enum": ["online", "offline"]}},
        "token",
    ),
]


def _post(operation_id: str, summary: str, body: Schema, answer: Schema) -> Schema:
    return {
        "operationId": operation_id,
        "summary": summary,
        "tags": ["oauth2"],
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": body}},
        },
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {"schema": answer}}}
        },
    }


_INTROSPECTION = {"token": _TEXT, "include": _TEXT, "authentication_policies": _TEXT}

# By path, with the method; paths and methods are compared with the routes by a test.
OAUTH: Mapping[str, Mapping[str, Schema]] = {
    "/v2/oauth2/token": {
        "post": _post(
            "token",
            "Tokens for a grant (RFC 6749 section 3.2)",
            {"oneOf": _GRANTS},
            {"oneOf": [_TOKENS, {"type": "array", "items": _TOKENS}]},
        )
    },
    "/v2/oauth2/token/introspect": {
        "post": _post(
            "introspect",
            "What a token is worth (RFC 7662)",
            _form(_INTROSPECTION, "token"),
            _STATE,
        )
    },
    "/v2/oauth2/token/validate": {
        "post": _post(
            "validate", "Whether the caller's token is still good", _form(_TOKEN, "token"), _STATE
        )
    },
    "/v2/oauth2/token/revoke": {
        "post": _post("revoke", "Take a token back (RFC 7009)", _form(_TOKEN, "token"), _STATE)
    },
}
