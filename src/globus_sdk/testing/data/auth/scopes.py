"""Scopes of clients."""

from __future__ import annotations

import uuid
from typing import Any

from responses import matchers

from ...models import RegisteredResponse, ResponseSet
from .._people import CLIENT_ID, made_id
from .shapes import ISSUER, Document, answer, echo, of_cases, without

SCOPE_ID = made_id("scope")
_PATH = "/v2/api/scopes"
_ONE = f"{_PATH}/{SCOPE_ID}"
_BEGINNING: Document = {
    "client_id": CLIENT_ID,
    "name": "Look at images",
    "description": "See the images that the microscopes recorded",
    "scope_suffix": "view",
}
_DOMAINS = ["lab.example.org", "example.com"]
_DEPENDENT = [
    {"scope": made_id("transfer scope"), "optional": False, "requires_refresh_token": True},
    {"scope": made_id("groups scope"), "optional": True, "requires_refresh_token": False},
]

# case -> what the method is called with beyond the case's beginning
_TEXTS: dict[str, Document] = {
    "name": {"name": "Images"},
    "description": {"description": "See images"},
    "scope_suffix": {"scope_suffix": "images"},
}
_FLAGS: dict[str, Document] = {
    "advertised": {"advertised": True},
    "not_advertised": {"advertised": False},
    "allows_refresh_token": {"allows_refresh_token": True},
    "disallows_refresh_token": {"allows_refresh_token": False},
}
_LISTS: dict[str, Document] = {
    "no_required_domains": {"required_domains": []},
    "required_domains": {"required_domains": _DOMAINS},
    "no_dependent_scopes": {"dependent_scopes": []},
    "dependent_scopes": {"dependent_scopes": _DEPENDENT},
}
_CREATED: dict[str, Document] = {
    "default": {},
    "client_id_str": {"client_id": CLIENT_ID},
    "client_id_uuid": {"client_id": uuid.UUID(CLIENT_ID)},
    **_TEXTS,
    **_FLAGS,
    **_LISTS,
}
_UPDATED: dict[str, Document] = {"default": {}, **_TEXTS, **_LISTS, **_FLAGS}


def scope(scope_id: str = SCOPE_ID, *, scope_suffix: str = "view", **changes: Any) -> Document:
    """A scope."""
    return {
        "id": scope_id,
        "client": CLIENT_ID,
        "scope_string": f"{ISSUER}/scopes/{CLIENT_ID}/{scope_suffix}",
        "name": _BEGINNING["name"],
        "description": _BEGINNING["description"],
        "advertised": True,
        "allows_refresh_token": True,
        "required_domains": [],
        "dependent_scopes": [],
        **changes,
    }


SCOPES = [scope(), scope(made_id("other scope"), scope_suffix="edit", name="Edit images")]


def _created(args: Document) -> RegisteredResponse:
    body = without(args, "client_id")
    path = f"/v2/api/clients/{CLIENT_ID}/scopes"
    return echo("scope", path, method="POST", args=args, sent=body, response=scope(**body))


def _updated(args: Document) -> RegisteredResponse:
    return echo(
        "scope",
        _ONE,
        method="PUT",
        args={"scope_id": SCOPE_ID, **args},
        sent=args,
        response=scope(**args),
    )


def _asked(name: str, value: str, known: str) -> RegisteredResponse:
    """The scope, for a query."""
    return answer(
        path=_PATH,
        json={"scopes": SCOPES[:1]},
        metadata={known: value},
        match=[matchers.query_param_matcher({name: value})],
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_scope": of_cases(
        {case: _created({**_BEGINNING, **args}) for case, args in _CREATED.items()}
    ),
    "get_scope": ResponseSet(
        metadata={"scope_id": SCOPE_ID}, default=answer(path=_ONE, json={"scope": SCOPES[0]})
    ),
    "get_scopes": ResponseSet(
        default=answer(
            path=_PATH,
            json={"scopes": SCOPES},
            metadata={"scope_ids": [one["id"] for one in SCOPES]},
        ),
        id=_asked("ids", SCOPE_ID, "scope_id"),
        string=_asked("scope_strings", SCOPES[0]["scope_string"], "scope_string"),
    ),
    "update_scope": of_cases({case: _updated(args) for case, args in _UPDATED.items()}),
    "delete_scope": ResponseSet(
        metadata={"scope_id": SCOPE_ID},
        default=answer(path=_ONE, method="DELETE", json={"scope": SCOPES[0]}),
    ),
}
