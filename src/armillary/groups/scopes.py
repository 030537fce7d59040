"""Who calls, and whether the token allows it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from armillary.groups.errors import MissingScope, Unauthorized
from armillary.groups.surroundings import Surroundings
from armillary.web.caller import Caller, bearer_token

ALL = "urn:globus:auth:scope:groups.api.globus.org:all"
VIEW = "urn:globus:auth:scope:groups.api.globus.org:view_my_groups_and_memberships"
_RESOURCE_SERVER = "groups.api.globus.org"


def _caller(request: Request) -> Caller:
    around: Surroundings = request.app.state.surroundings
    token = bearer_token(request.headers.get("authorization"))
    caller = around.introspect(token) if token else None
    if caller is None or caller.resource_server != _RESOURCE_SERVER:
        raise Unauthorized(
            "The call needs a valid access token for groups.api.globus.org. "
            "It may have expired or been revoked: log in again."
        )
    return caller


def _require(caller: Caller, *scopes: str) -> Caller:
    if caller.scopes.isdisjoint(scopes):
        raise MissingScope(f"The token lacks the scope {scopes[0]}.", provided=caller.scopes)
    return caller


def _reader(caller: Annotated[Caller, Depends(_caller)]) -> Caller:
    return _require(caller, VIEW, ALL)


def _writer(caller: Annotated[Caller, Depends(_caller)]) -> Caller:
    return _require(caller, ALL)


ReaderOf = Annotated[Caller, Depends(_reader)]
WriterOf = Annotated[Caller, Depends(_writer)]
